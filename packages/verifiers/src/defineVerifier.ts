import { type Budget, BudgetExceeded, checkLength, defaultBudget, type Meter, meterOf } from './budget.ts';
import { flag, type Options, readOptions } from './options.ts';
import { afterThought } from './thought.ts';
import type { Attempt, GoldUse, Verdict, Verifier } from './verifier.ts';

/** What a kind judges: everything but the clock. */
export type Judgement = Omit<Verdict, 'ms'>;

/** A gold that was read: its canonical text, and what the kind judges with; or why there is none. */
export type ReadGold<Gold> = { readonly text: string; readonly value: Gold } | { readonly reason: string };

/** An attempt within budget whose gold was read and whose thought was cut off. */
export interface Task<Gold> extends Omit<Attempt, 'gold'> {
  readonly gold: Gold;
}

/** The parts in which kinds differ. */
export interface Kind<Settings extends object, Gold> {
  readonly name: string;
  /** `answer` unless told. */
  readonly golds?: GoldUse;
  readonly options: Options<Settings>;
  /** Reads a gold. The canonical text must read as itself. */
  readGold(gold: string, settings: Settings, meter: Meter): ReadGold<Gold>;
  /** Judges an attempt. Whatever can take long spends steps of the meter. */
  judge(task: Task<Gold>, settings: Settings, meter: Meter): Judgement;
}

/** The option that every kind has. */
export interface CommonSettings {
  /**
   * Only what follows the last `</think>` is read, and nothing of a thought that is never closed. True unless told, but
   * false for kinds without golds: they judge the form of the whole completion.
   */
  readonly afterThink: boolean;
}

/** The options of a kind with these settings: each has a default. */
export type OptionsOf<Settings extends object> = Partial<Settings & CommonSettings>;

/**
 * Makes a verifier of a kind: options, the budget, the thought, the gold, the clock and the catching of faults are the
 * same for all, so that no kind can forget them.
 */
export function defineVerifier<Settings extends object, Gold>(
  kind: Kind<Settings, Gold>,
): Verifier<OptionsOf<Settings>> {
  const golds = kind.golds ?? 'answer';
  const known = { ...kind.options, afterThink: flag(golds !== 'none') } as Options<Settings & CommonSettings>;
  const read = (options: OptionsOf<Settings> = {}) => readOptions(kind.name, known, options);
  return {
    name: kind.name,
    golds,
    parseGold(gold, options) {
      const settings = read(options);
      const found = caught(kind.name, () => kind.readGold(gold, settings, meterOf(defaultBudget)));
      return 'text' in found ? { gold: found.text } : { reason: found.reason };
    },
    verify(attempt, options, budget) {
      const start = performance.now();
      const settings = read(options);
      const judgement = caught(kind.name, () =>
        judged(kind, attempt, settings, { ...defaultBudget, ...budget }),
      );
      return { ...judgement, ms: performance.now() - start };
    },
  };
}

function judged<Settings extends object, Gold>(
  kind: Kind<Settings, Gold>,
  attempt: Attempt,
  settings: Settings & CommonSettings,
  budget: Budget,
): Judgement {
  checkLength(attempt, budget);
  const meter = meterOf(budget);
  const gold = kind.readGold(attempt.gold, settings, meter);
  if (!('text' in gold)) return skip('gold_unparsable', gold.reason);
  const completion = settings.afterThink ? afterThought(attempt.completion) : attempt.completion;
  const judgement = kind.judge({ ...attempt, gold: gold.value, completion }, settings, meter);
  if (judgement.status !== 'no_answer' || completion === attempt.completion) return judgement;
  return { ...judgement, reason: `${judgement.reason}; the thought was not read` };
}

/** One odd completion must not end a training run: a fault is a skip, and the reason is kept. */
export function caught<Result>(name: string, run: () => Result): Result | Judgement {
  try {
    return run();
  } catch (fault) {
    const message = fault instanceof Error ? fault.message : String(fault);
    if (fault instanceof BudgetExceeded) return skip('timeout', message);
    return skip('error', `${name} failed: ${message}`);
  }
}

const skip = (status: 'timeout' | 'gold_unparsable' | 'error', reason: string): Judgement => ({
  status,
  score: null,
  reason,
});

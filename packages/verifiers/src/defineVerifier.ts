import type { Attempt, Budget, ParsedGold, Verdict, Verifier } from './verifier.ts';

/** What a kind judges: everything but the clock. */
export type Judgement = Omit<Verdict, 'ms'>;

/** The parts in which kinds differ. */
export interface Kind<Options extends object, Settings> {
  readonly name: string;
  /** Fills in defaults; throws on an option that is unknown or of the wrong type. */
  settings(options: Options): Settings;
  parseGold(gold: string, settings: Settings): ParsedGold;
  /** Judges an attempt that is within budget and whose gold is canonical. */
  judge(attempt: Attempt, settings: Settings): Judgement;
}

/** A million characters: some 25 times the longest response of the paper (8,192 tokens). */
export const defaultBudget: Budget = { characters: 1_000_000 };

/**
 * Makes a verifier of a kind: the budget, the gold, the clock and the catching of faults are the same for
 * all, so that no kind can forget them.
 */
export const defineVerifier = <Options extends object, Settings>(
  kind: Kind<Options, Settings>,
): Verifier<Options> => ({
  name: kind.name,
  parseGold: (gold, options) => kind.parseGold(gold, kind.settings(options ?? ({} as Options))),
  verify(attempt, options, budget = defaultBudget) {
    const start = performance.now();
    const settings = kind.settings(options ?? ({} as Options));
    return { ...judged(kind, attempt, settings, budget), ms: performance.now() - start };
  },
});

function judged<Options extends object, Settings>(
  kind: Kind<Options, Settings>,
  attempt: Attempt,
  settings: Settings,
  budget: Budget,
): Judgement {
  const characters = attempt.gold.length + attempt.completion.length;
  if (characters > budget.characters)
    return skip('timeout', `gold and completion have ${characters} characters, over ${budget.characters}`);
  try {
    const parsed = kind.parseGold(attempt.gold, settings);
    if (!('gold' in parsed)) return skip('gold_unparsable', parsed.reason);
    return kind.judge({ ...attempt, gold: parsed.gold }, settings);
  } catch (fault) {
    // One odd completion must not end a training run; the row is skipped and the reason kept.
    return skip('error', `${kind.name} failed: ${fault instanceof Error ? fault.message : String(fault)}`);
  }
}

const skip = (status: 'timeout' | 'gold_unparsable' | 'error', reason: string): Judgement => ({
  status,
  score: null,
  reason,
});

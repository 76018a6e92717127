import { checkLength, defaultBudget } from '../budget.ts';
import { caught, type Judgement } from '../defineVerifier.ts';
import { type Options, readOptions } from '../options.ts';
import type { Attempt, ParsedGold, Verdict, Verifier } from '../verifier.ts';
import { withOptions } from '../withOptions.ts';
import { firstExtracted, goldUse, type Part, type Resolve, traceOf } from './parts.ts';

/** What a combination differs in. */
export interface Rule {
  readonly name: string;
  /** Whether every verifier must be able to read a gold, or one is enough. */
  readonly golds: 'every' | 'one';
  /** The judgement that the verdicts come to; what was extracted and the trace are added to it. */
  judge(verdicts: readonly Verdict[], attempt: Attempt): Judgement;
}

/** Puts an attempt to each verifier, within the same budget, and makes one verdict of theirs. Takes no options. */
export const combined = (verifiers: readonly Verifier[], rule: Rule): Verifier => ({
  name: rule.name,
  golds: goldUse(verifiers),
  parseGold: gold => readTogether(verifiers, rule, gold),
  verify(attempt, options, budget) {
    readOptions(rule.name, {}, options ?? {});
    const start = performance.now();
    const judgement = caught(rule.name, (): Judgement => {
      checkLength(attempt, { ...defaultBudget, ...budget });
      const verdicts = verifiers.map(verifier => verifier.verify(attempt, undefined, budget));
      const trace = traceOf(verifiers, verdicts);
      return { ...firstExtracted(verdicts), ...rule.judge(verdicts, attempt), trace };
    });
    return { ...judgement, ms: performance.now() - start };
  },
});

/** The gold as it is: canonical texts of several verifiers may differ. */
function readTogether(verifiers: readonly Verifier[], { golds }: Rule, gold: string): ParsedGold {
  const read = verifiers.map(({ name, parseGold }) => ({ name, parsed: parseGold(gold) }));
  const unread = read.flatMap(({ name, parsed }) =>
    'reason' in parsed ? [`${name}: ${parsed.reason}`] : [],
  );
  const enough = golds === 'every' ? unread.length === 0 : unread.length < verifiers.length;
  return enough ? { gold } : { reason: unread.join('; ') };
}

/** The skip among verdicts, if there is one, as a judgement. */
export const skipped = (verdicts: readonly Verdict[]): Judgement | undefined => {
  const skip = verdicts.find(({ score }) => score === null);
  return skip && { status: skip.status, score: null, reason: skip.reason };
};

/** The verifiers of a recipe's parts. */
export const resolved = (parts: readonly Part[], resolve: Resolve): Verifier[] =>
  parts.map(({ name, options }) => withOptions(resolve(name), options ?? {}));

/** A verifier whose options say which others it is made of. */
export function fromRecipe<Settings extends object>(
  name: string,
  known: Options<Settings>,
  make: (settings: Settings) => Verifier,
): Verifier {
  const made = (options: object = {}): Verifier => make(readOptions(name, known, options));
  return {
    name,
    golds: 'answer',
    parseGold: (gold, options) => made(options).parseGold(gold),
    verify: (attempt, options, budget) => made(options).verify(attempt, undefined, budget),
  };
}

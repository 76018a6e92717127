import { combined, fromRecipe, resolved, skipped } from '../../compose/combined.ts';
import { parts, type Resolve, required } from '../../compose/parts.ts';
import { number } from '../../options.ts';
import type { Verifier } from '../../verifier.ts';

/** A verifier and how much it counts: above 0. */
export interface Weighted {
  readonly verifier: Verifier;
  readonly weight: number;
}

/**
 * The weighted mean of scores; correct from `correctFrom`, 1 unless told. A skip of one skips all: a mean over the rest would be
 * another reward.
 */
export const weighted = (of: readonly Weighted[], correctFrom = 1): Verifier => {
  const whole = of.reduce((sum, { weight }) => sum + weight, 0);
  return combined(
    of.map(({ verifier }) => verifier),
    {
      name: 'weighted',
      golds: 'every',
      judge(verdicts) {
        const skip = skipped(verdicts);
        if (skip) return skip;
        const score = verdicts.reduce((sum, verdict, i) => sum + of[i]!.weight * verdict.score!, 0) / whole;
        const correct = score >= correctFrom;
        const silent = verdicts.every(({ status }) => status === 'no_answer');
        return {
          status: correct ? 'correct' : silent ? 'no_answer' : 'incorrect',
          score,
          reason: verdicts.map((verdict, i) => `${of[i]!.weight} x ${verdict.score}`).join(' + '),
        };
      },
    },
  );
};

/** `weighted` by name: its option `of` names the verifiers, each with a weight (1 unless told). */
export const weightedByName = (resolve: Resolve): Verifier =>
  fromRecipe(
    'weighted',
    { of: parts(), correctFrom: number(1, { min: 0, max: 1 }) },
    ({ of, correctFrom }) => {
      const named = required('weighted', 'of', of);
      const weights = named.map(({ weight = 1 }) => weight);
      const verifiers = resolved(named, resolve);
      return weighted(
        verifiers.map((verifier, i) => ({ verifier, weight: weights[i]! })),
        correctFrom,
      );
    },
  );

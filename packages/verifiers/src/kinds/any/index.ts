import { combined, fromRecipe, resolved, skipped } from '../../compose/combined.ts';
import { parts, type Resolve, required } from '../../compose/parts.ts';
import type { Verifier } from '../../verifier.ts';

/**
 * As good as the best of the verifiers: the first that is highest decides. A gold that one of them can't read is for the others;
 * one that runs out of its budget makes a skip, unless another is content. More rules accept more, wrong answers among it.
 */
export const any = (verifiers: readonly Verifier[]): Verifier =>
  combined(verifiers, {
    name: 'any',
    golds: 'one',
    judge(verdicts) {
      const correct = verdicts.filter(({ status }) => status === 'correct');
      const scored = verdicts.filter(({ score }) => score !== null);
      // one that was cut off might have been content
      const skip = skipped(verdicts.filter(({ status }) => status === 'timeout' || status === 'error'));
      if (correct.length === 0 && skip) return skip;
      if (scored.length === 0) return skipped(verdicts)!;
      const { status, score, reason, extracted } = (correct.length > 0 ? correct : scored).reduce(
        (best, verdict) => (verdict.score! > best.score! ? verdict : best),
      );
      return { status, score, reason, ...(extracted === undefined ? {} : { extracted }) };
    },
  });

/** `any` by name: its option `of` names the verifiers. */
export const anyByName = (resolve: Resolve): Verifier =>
  fromRecipe('any', { of: parts() }, ({ of }) => any(resolved(required('any', 'of', of), resolve)));

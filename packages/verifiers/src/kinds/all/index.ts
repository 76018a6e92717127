import { combined, fromRecipe, resolved, skipped } from '../../compose/combined.ts';
import { parts, type Resolve, required } from '../../compose/parts.ts';
import type { Verifier } from '../../verifier.ts';

/**
 * Correct where every verifier says so; the score is the lowest of theirs, and a skip of one skips all. An answer in the right
 * form: `all([boxedExact, tagFormat])`.
 */
export const all = (verifiers: readonly Verifier[]): Verifier =>
  combined(verifiers, {
    name: 'all',
    golds: 'every',
    judge(verdicts) {
      const skip = skipped(verdicts);
      if (skip) return skip;
      const failing =
        verdicts.find(({ status }) => status === 'incorrect') ??
        verdicts.find(({ status }) => status === 'no_answer');
      return {
        status: failing?.status ?? 'correct',
        score: Math.min(...verdicts.map(({ score }) => score!)),
        reason: failing?.reason ?? 'every verifier is content',
      };
    },
  });

/** `all` by name: its option `of` names the verifiers. */
export const allByName = (resolve: Resolve): Verifier =>
  fromRecipe('all', { of: parts() }, ({ of }) => all(resolved(required('all', 'of', of), resolve)));

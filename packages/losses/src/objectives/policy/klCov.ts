/**
 * KL-Cov: the tokens with the largest covariance of advantage and log-probability are held to the old policy, which
 * keeps the entropy up.
 *
 *     l = -A r,  + c |log r| for the max(1, floor(ratio N)) tokens of largest cov
 *
 * It looks at the tokens it is given together: over micro-batches it is not what it is over the whole.
 * arXiv 2505.22617; verl `kl_cov`.
 */
import type { Objective } from '../../objective.ts';
import { checkRatio, covariances } from './covariance.ts';
import { policyGradient } from './policyGradient.ts';

export interface KlCovOptions {
  /** Share of tokens that are held. Default 0.0002. */
  readonly ratio?: number;
  /** c. Default 1. */
  readonly coefficient?: number;
}

/** Its heldFraction counts the tokens that are held. @throws when the ratio is outside (0, 1]. */
export function klCov({ ratio = 0.0002, coefficient = 1 }: KlCovOptions = {}): Objective {
  checkRatio('klCov', ratio);
  return {
    name: `klCov(${ratio}, ${coefficient})`,
    reads: policyGradient.reads,
    batchwise: true,
    measures: ['heldFraction'],
    evaluate(tokens, out) {
      policyGradient.evaluate(tokens, out);
      const cov = covariances(tokens);
      const counting = Array.from(cov.keys()).filter(t => tokens.mask[t]);
      const held = Math.max(Math.floor(ratio * counting.length), 1);
      for (const t of counting.sort((a, b) => cov[b]! - cov[a]!).slice(0, held)) {
        const moved = tokens.logProb[t]! - tokens.oldLogProb[t]!;
        out.loss[t]! += coefficient * Math.abs(moved);
        out.gradient[t]! += coefficient * Math.sign(moved);
        out.flags[t] = 1;
      }
    },
  };
}

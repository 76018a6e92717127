/**
 * Clip-Cov: a few tokens with large covariance of advantage and log-probability, drawn at random, drop out, which keeps
 * the entropy up.
 *
 *     l = max(-A r, -A clip(r)),  0 for max(1, floor(ratio N)) tokens drawn among the unclipped with lower < cov < upper
 *
 * It looks at the tokens it is given together: over micro-batches it is not what it is over the whole.
 * arXiv 2505.22617; verl `clip_cov`.
 */
import type { Objective } from '../../objective.ts';
import { checkRatio, covariances } from './covariance.ts';
import { ppoClip } from './ppoClip.ts';

export interface ClipCovOptions {
  /** A random integer in [0, below), each alike: where the draw comes from, so that a run can be repeated. */
  readonly draw: (below: number) => number;
  /** Share of tokens that drop out. Default 0.0002. */
  readonly ratio?: number;
  /** Bounds of the covariance. Default 1 and 5. */
  readonly lower?: number;
  readonly upper?: number;
  /** PPO's clip. Default 0.2 and `low`. */
  readonly low?: number;
  readonly high?: number;
}

/** Its clipFraction counts the tokens that dropped out. @throws when the ratio is outside (0, 1], or as `ppoClip`. */
export function clipCov(options: ClipCovOptions): Objective {
  const { draw, ratio = 0.0002, lower = 1, upper = 5, low = 0.2, high = low } = options;
  checkRatio('clipCov', ratio);
  const clip = ppoClip(low, high);
  return {
    name: `clipCov(${ratio})`,
    reads: clip.reads,
    batchwise: true,
    measures: ['clipFraction'],
    evaluate(tokens, out) {
      clip.evaluate(tokens, out);
      const cov = covariances(tokens);
      const candidates: number[] = [];
      let count = 0;
      for (let t = 0; t < cov.length; t++) {
        if (!tokens.mask[t]) continue;
        count++;
        if (!(out.flags[t]! & 1) && cov[t]! > lower && cov[t]! < upper) candidates.push(t);
        out.flags[t] = 0;
      }
      const dropped = Math.min(Math.max(Math.floor(ratio * count), 1), candidates.length);
      for (let i = 0; i < dropped; i++) {
        const j = i + draw(candidates.length - i);
        const t = candidates[j]!;
        candidates[j] = candidates[i]!;
        out.loss[t] = 0;
        out.gradient[t] = 0;
        out.flags[t] = 1;
      }
    },
  };
}

/**
 * PPO's clipped surrogate: a ratio that has already moved far enough in the advantage's direction stops pulling.
 *
 *     l = max(-A r, -A clip(r, 1 - low, 1 + high))
 *     dl/dlog p = 0 when (A > 0 and r > 1 + high) or (A < 0 and r < 1 - low), else -A r
 *
 * PPO (arXiv 1707.06347) with low = high = 0.2; clip-higher (DAPO, arXiv 2503.14476) with high = 0.28. At r = 1 it is
 * REINFORCE. The clip leaves a bad token that became likelier (A < 0, r large) unbounded; two ways to bound it:
 *
 *     dualClip c    l = min(l, -A c) where A < 0       arXiv 1912.09729; verl `vanilla`, c = 3
 *     delta         r is cut at delta in -A r          TRL `delta`
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';
import { checkClip } from './checkClip.ts';

export interface PpoClipOptions {
  /** Bound of the ratio where A < 0; above 1. Default: none. */
  readonly dualClip?: number;
  /** Bound of the ratio outside the clip, for any A; above 1. Default: none. */
  readonly delta?: number;
  /** log r is held within this bound, where it no longer pulls; verl's is 20. Default: none. */
  readonly logRatioBound?: number;
}

/**
 * @param low how far the ratio may fall below 1, in [0, 1].
 * @param high how far it may rise above 1, at least 0; default `low`.
 * @throws when a bound is outside its range.
 */
export function ppoClip(low = 0.2, high: number = low, options: PpoClipOptions = {}): TokenwiseObjective {
  const { dualClip = Infinity, delta = Infinity, logRatioBound = Infinity } = options;
  checkClip('ppoClip', low, high);
  if (!(dualClip > 1 && delta > 1)) {
    throw new Error(
      `ppoClip's dualClip and delta are ratios above 1, e.g. { dualClip: 3 }; received dualClip ${dualClip}, delta ${delta}.`,
    );
  }
  const [least, most] = [1 - low, Math.min(1 + high, delta)];
  // where A < 0 the larger of the two losses is taken, so delta bounds nothing within the clip
  const ceiling = Math.min(dualClip, Math.max(delta, 1 + high));
  const isBounded = logRatioBound < Infinity;
  return tokenwise(
    `ppoClip(${low}, ${high})`,
    token => {
      const { advantage, logRatio } = token;
      const held = isBounded ? Math.min(Math.max(logRatio, -logRatioBound), logRatioBound) : logRatio;
      const ratio = Math.exp(held);
      let taken = ratio;
      if (advantage > 0) {
        if (ratio > most) taken = most;
        if (ratio > 1 + high) token.flags = 1;
      } else if (advantage < 0) {
        if (ratio < least) taken = least;
        else if (ratio > ceiling) taken = ceiling;
        token.flags = ratio < least ? 1 : ratio > ceiling ? 2 : 0;
      } else {
        taken = 0;
      }
      token.loss = -advantage * taken;
      token.gradient = taken === ratio && held === logRatio ? token.loss : 0;
    },
    { reads: ['advantages', 'oldLogProb'], measures: ['clipFraction', 'dualClipFraction'] },
  );
}

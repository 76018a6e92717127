/**
 * DPPO: tokens whose probability already moved too far in the advantage's direction drop out, by a divergence of the
 * two-outcome distribution (this token, any other) instead of the ratio.
 *
 *     l = -A sg(min(r, c)) log p where the token is within bounds, else 0        dl/dlog p = -A min(r, c), or 0
 *
 *     tv   |p - p_old| <= high where p rose and A > 0, <= low where it fell and A <= 0
 *     kl   p_old log(p_old / p) + (1 - p_old) log((1 - p_old) / (1 - p)), bounded alike, 1e-8 added to both of 1 - p
 *
 * arXiv 2602.04879; verl `dppo_tv`, `dppo_kl`.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export interface DppoOptions {
  /** Bound of the divergence where the probability falls. Default 0.2. */
  readonly low?: number;
  /** Where it rises. Default `low`. */
  readonly high?: number;
  /** c, where the importance weight is cut. Default 20. */
  readonly ratioMax?: number;
  /** log r is held within this bound. Default 20, as in verl. */
  readonly logRatioBound?: number;
}

/** @throws when a bound is not positive. */
export function dppo(divergence: 'tv' | 'kl', options: DppoOptions = {}): TokenwiseObjective {
  const { low = 0.2, high = low, ratioMax = 20, logRatioBound = 20 } = options;
  if (!(low >= 0 && high >= 0 && ratioMax > 0 && logRatioBound > 0)) {
    throw new Error(
      "dppo's bounds of divergence are at least 0, its ratioMax and logRatioBound positive, e.g. dppo('tv', { low: 0.2 }); " +
        `received low ${low}, high ${high}, ratioMax ${ratioMax}, logRatioBound ${logRatioBound}.`,
    );
  }
  return tokenwise(
    `dppo(${divergence}, ${low}, ${high})`,
    token => {
      const { advantage, logRatio, logProb, oldLogProb } = token;
      const ratio = Math.exp(Math.min(Math.max(logRatio, -logRatioBound), logRatioBound));
      const p = Math.exp(logProb);
      const old = Math.exp(oldLogProb);
      const bound = advantage > 0 ? high : low;
      const movedOn = advantage > 0 ? p > old : p < old;
      const far = divergence === 'tv' ? Math.abs(p - old) : binaryKl(p, old, logRatio);
      const dropped = movedOn && !(far <= bound);
      token.gradient = dropped ? 0 : -advantage * Math.min(ratio, ratioMax);
      token.loss = token.gradient === 0 ? 0 : token.gradient * logProb;
      token.flags = dropped ? 1 : ratio > ratioMax ? 2 : 0;
    },
    { reads: ['advantages', 'oldLogProb'], measures: ['clipFraction', 'dualClipFraction'] },
  );
}

function binaryKl(p: number, old: number, logRatio: number): number {
  return -old * logRatio + (1 - old) * Math.log((1 - old + 1e-8) / (1 - p + 1e-8));
}

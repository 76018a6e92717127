/**
 * GMPO: the geometric mean of a row's clipped ratios, which one outlying token moves less than their arithmetic mean.
 *
 *     d_t = log r_t, cut at high where A > 0 and at -low where A < 0
 *     l = -mean(A) exp(mean_t d_t),  the same for all tokens of the row
 *     d(sum of the row's l)/dlog p_t = l, or 0 where cut (and where A_t = 0, which takes no part)
 *
 * arXiv 2507.20673; verl `geo_mean`, whose 1e-8 in the means is kept. With seqMeanTokenMean it is the mean over rows.
 */
import type { Objective } from '../../objective.ts';
import { rowwise } from '../../rowwise.ts';

/**
 * @param low how far log r may fall, at least 0.
 * @param high how far it may rise, at least 0; default `low`.
 * @throws when a bound is negative.
 */
export function gmpo(low = 0.4, high: number = low): Objective {
  if (!(low >= 0 && high >= 0)) {
    throw new Error(
      `gmpo keeps log r in [-low, high], both at least 0, e.g. gmpo(0.4); received ${low}, ${high}.`,
    );
  }
  return rowwise(
    `gmpo(${low}, ${high})`,
    ({ mask, logProb, oldLogProb, advantages }, out, start, end, count) => {
      const divisor = count + 1e-8;
      let logRatio = 0;
      let advantage = 0;
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        const ofToken = advantages[t]!;
        const moved = logProb[t]! - oldLogProb[t]!;
        const isFar = moved > high || moved < -low;
        const isCut = ofToken === 0 || (ofToken > 0 ? moved > high : moved < -low);
        advantage += ofToken / divisor;
        logRatio += ofToken === 0 ? 0 : (isCut ? (ofToken > 0 ? high : -low) : moved) / divisor;
        out.gradient[t] = isCut ? 0 : count / divisor;
        out.flags[t] = isFar ? (ofToken > 0 ? 1 : ofToken < 0 ? 2 : 0) : 0;
      }
      const loss = advantage === 0 ? 0 : -advantage * Math.exp(logRatio);
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        out.loss[t] = loss;
        out.gradient[t]! *= loss;
      }
    },
    { reads: ['advantages', 'oldLogProb'], measures: ['clipFraction', 'lowClipFraction'] },
  );
}

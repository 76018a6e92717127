/**
 * PPO's clipped surrogate: a ratio that has already moved far enough in the advantage's direction stops pulling.
 *
 *     l = max(-A r, -A clip(r, 1 - low, 1 + high))
 *     dl/dlog p = 0 when (A > 0 and r > 1 + high) or (A < 0 and r < 1 - low), else -A r
 *
 * PPO (arXiv 1707.06347) with low = high = 0.2; clip-higher (DAPO) with high = 0.28. At r = 1 it is REINFORCE.
 */
import { type Objective, tokenwise } from '../objective.ts';
import { policyGradient, ratioLoss } from './policyGradient.ts';

/**
 * @param low how far the ratio may fall below 1, in [0, 1].
 * @param high how far it may rise above 1, at least 0; default `low`.
 * @throws when a bound is outside its range.
 */
export function ppoClip(low = 0.2, high: number = low): Objective {
  if (!(low >= 0 && low <= 1 && high >= 0)) {
    throw new Error(
      `ppoClip keeps the ratio in [1 - low, 1 + high], low in [0, 1] and high >= 0, e.g. ppoClip(0.2, 0.28); ` +
        `received low ${low}, high ${high}.`,
    );
  }
  const clipped = (logProb: number, advantage: number, oldLogProb: number) => {
    const ratio = Math.exp(logProb - oldLogProb);
    return (advantage > 0 && ratio > 1 + high) || (advantage < 0 && ratio < 1 - low);
  };
  const ratioAtBound = (advantage: number) => (advantage > 0 ? 1 + high : 1 - low);
  return tokenwise({
    name: `ppoClip(${low}, ${high})`,
    usesAdvantages: true,
    loss: (logProb, advantage, oldLogProb) =>
      clipped(logProb, advantage, oldLogProb)
        ? -advantage * ratioAtBound(advantage)
        : ratioLoss(logProb, advantage, oldLogProb),
    gradient: (logProb, advantage, oldLogProb) =>
      clipped(logProb, advantage, oldLogProb) ? 0 : ratioLoss(logProb, advantage, oldLogProb),
    measures: {
      ...policyGradient.measures,
      clipFraction: (...token) => (clipped(...token) ? 1 : 0),
    },
  });
}

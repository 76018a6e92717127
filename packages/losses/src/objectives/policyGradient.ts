/**
 * The policy gradient with importance ratio r = pi_theta / pi_old, unclipped.
 *
 *     l = -A r        dl/dlog p = -A r
 *
 * Without oldLogProb r = 1 in value and the gradient is REINFORCE's, -A. `loss_remove_clip` in TRAPO's code, whose
 * single update per batch keeps r at 1 but for recomputation noise.
 */
import { type Objective, tokenwise } from '../objective.ts';

// an advantage of zero means no pull, even where the ratio overflows and 0 * Infinity would be NaN
export const ratioLoss = (logProb: number, advantage: number, oldLogProb: number): number =>
  advantage === 0 ? 0 : -advantage * Math.exp(logProb - oldLogProb);

export const policyGradient: Objective = tokenwise({
  name: 'policyGradient',
  usesAdvantages: true,
  loss: ratioLoss,
  gradient: ratioLoss,
  measures: { approxKl: (logProb, _, oldLogProb) => oldLogProb - logProb },
});

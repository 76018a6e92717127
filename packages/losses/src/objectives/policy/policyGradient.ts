/**
 * The policy gradient with importance ratio r = pi_theta / pi_old, unclipped.
 *
 *     l = -A r        dl/dlog p = -A r
 *
 * Without oldLogProb r = 1 in value and the gradient is REINFORCE's, -A. `loss_remove_clip` in TRAPO's code, whose
 * single update per batch keeps r at 1 but for recomputation noise.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export const policyGradient: TokenwiseObjective = tokenwise(
  'policyGradient',
  token => {
    const ratio = Math.exp(token.logRatio);
    // a factor of zero means no pull, even where the other is infinite and 0 * Infinity would be NaN
    token.loss = token.advantage === 0 || ratio === 0 ? 0 : -token.advantage * ratio;
    token.gradient = token.loss;
  },
  { reads: ['advantages', 'oldLogProb'] },
);

/**
 * Dynamic fine-tuning: SFT rescaled by the token's own probability.
 *
 *     l = -sg(p) log p        dl/dlog p = -p
 *
 * The value is a surrogate; the loss with this gradient is -p, that of TrSFT at alpha = 1 up to a constant.
 * arXiv 2508.05629; TRL `dft_loss`.
 */
import { type Objective, tokenwise } from '../objective.ts';
import { trsft } from './trsft.ts';

export const dft: Objective = tokenwise({
  name: 'dft',
  loss: logProb => (logProb === -Infinity ? 0 : -Math.exp(logProb) * logProb),
  gradient: logProb => -Math.exp(logProb),
  reported: trsft(1),
});

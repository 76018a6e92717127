/**
 * Dynamic fine-tuning: SFT rescaled by the token's own probability.
 *
 *     l = -sg(p) log p        dl/dlog p = -p
 *
 * The value is a surrogate; the loss with this gradient is -p, that of TrSFT at alpha = 1 up to a constant.
 * arXiv 2508.05629; TRL `dft_loss`; Trinity-RFT `sft_is`.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';
import { trsft } from './trsft.ts';

export const dft: TokenwiseObjective = tokenwise(
  'dft',
  token => {
    const p = Math.exp(token.logProb);
    token.loss = p === 0 ? 0 : -p * token.logProb;
    token.gradient = -p;
  },
  { reported: trsft(1) },
);

/**
 * Supervised fine-tuning: cross-entropy on the expert's tokens.
 *
 *     l = -log p        dl/dlog p = -1
 *
 * Every token pulls alike, however unlikely: a token of probability 1e-6 moves p a million times harder (1/p) than
 * a sure one. That is what TrSFT bounds.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export const sft: TokenwiseObjective = tokenwise('sft', token => {
  token.loss = -token.logProb;
  token.gradient = -1;
});

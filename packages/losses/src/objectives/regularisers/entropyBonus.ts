/**
 * The entropy bonus: -H, so that more entropy is less loss. By the token's entropy, not its log-probability.
 *
 *     l = -H        dl/dH = -1,  dl/dlog p = 0
 *
 * As a term it can be on any part with any weight and normaliser; composite's entropyCoefficient is the common case.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export const entropyBonus: TokenwiseObjective = tokenwise(
  'entropyBonus',
  token => {
    token.loss = -token.entropy;
    token.gradient = 0;
    token.gradEntropy = -1;
  },
  { reads: ['entropy'] },
);

/**
 * REINFORCE: the advantage-weighted log-probability, without any ratio.
 *
 *     l = -A log p        dl/dlog p = -A
 *
 * verl `gpg` (arXiv 2504.02546).
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export const reinforce: TokenwiseObjective = tokenwise(
  'reinforce',
  token => {
    token.loss = token.advantage === 0 ? 0 : -token.advantage * token.logProb;
    token.gradient = -token.advantage;
  },
  { reads: ['advantages'] },
);

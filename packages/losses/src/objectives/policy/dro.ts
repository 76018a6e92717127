/**
 * DRO: REINFORCE with a quadratic pull of the log-ratio back to zero, for data that others sampled.
 *
 *     l = -(A log p - (beta/2) (log r)^2)        dl/dlog p = -A + beta log r
 *
 * arXiv 2405.19107; verl `dro`.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

/** @throws when beta is not positive. */
export function dro(beta = 0.1): TokenwiseObjective {
  if (!(beta > 0)) throw new Error(`dro's beta is positive, e.g. dro(0.1); received ${beta}.`);
  return tokenwise(
    `dro(${beta})`,
    token => {
      const { advantage, logRatio, logProb } = token;
      const reward = advantage === 0 ? 0 : advantage * logProb;
      token.loss = (beta / 2) * logRatio ** 2 - reward;
      token.gradient = beta * logRatio - advantage;
    },
    { reads: ['advantages', 'oldLogProb'] },
  );
}

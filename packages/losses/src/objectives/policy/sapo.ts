/**
 * SAPO: a soft gate in the place of the clip, so that the pull fades with the distance from r = 1.
 *
 *     s = sigmoid(tau (r - 1)),  l = -A (4 / tau) s,  dl/dlog p = -4 A r s (1 - s)
 *
 * tau is lower where A > 0, so that good tokens may go further. At r = 1 the gradient is -A. arXiv 2511.20347; TRL and
 * verl `sapo`.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export interface SapoOptions {
  /** tau where A > 0. Default 1. */
  readonly positive?: number;
  /** tau elsewhere. Default 1.05. */
  readonly negative?: number;
  /** log r is held within this bound, where it no longer pulls; verl's is 20. Default: none. */
  readonly logRatioBound?: number;
}

/** @throws when a temperature is not positive. */
export function sapo({
  positive = 1,
  negative = 1.05,
  logRatioBound = Infinity,
}: SapoOptions = {}): TokenwiseObjective {
  if (!(positive > 0 && negative > 0)) {
    throw new Error(
      `sapo's temperatures are positive, e.g. { positive: 1, negative: 1.05 }; received ${positive}, ${negative}.`,
    );
  }
  return tokenwise(
    `sapo(${positive}, ${negative})`,
    token => {
      const { advantage, logRatio } = token;
      const tau = advantage > 0 ? positive : negative;
      const held = Math.min(Math.max(logRatio, -logRatioBound), logRatioBound);
      const ratio = Math.exp(held);
      const decay = Math.exp(-tau * (ratio - 1));
      token.loss = (-advantage * 4) / (tau * (1 + decay));
      // where the gate is wide open decay is 0, and the ratio may be Infinity
      token.gradient =
        decay === 0 || held !== logRatio ? 0 : (-advantage * 4 * ratio * decay) / (1 + decay) ** 2;
    },
    { reads: ['advantages', 'oldLogProb'] },
  );
}

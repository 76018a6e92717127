/**
 * VESPO: REINFORCE under a smooth weight of the whole row's ratio, largest at or below w = 1 and fading on both sides.
 *
 *     w = exp(sum_t log r_t),  phi = e^lambda w^k e^{-lambda w}  (phi = 1 at w = 1)
 *     l = -sg(phi) A log p        dl/dlog p = -phi A
 *
 * (k, lambda) depend on the sign of A. log r_t is held within 20, log w in [log 1e-8, 20]. TRL `vespo`.
 */
import type { Objective } from '../../objective.ts';
import { rowwise } from '../../rowwise.ts';

export interface VespoOptions {
  /** k and lambda where A >= 0. Default 2, 3. */
  readonly positive?: readonly [k: number, lambda: number];
  /** Where A < 0. Default 3, 2. */
  readonly negative?: readonly [k: number, lambda: number];
}

const lowest = Math.log(1e-8);

/** @throws when a k or lambda is negative. */
export function vespo({ positive = [2, 3], negative = [3, 2] }: VespoOptions = {}): Objective {
  if (![...positive, ...negative].every(value => value >= 0)) {
    throw new Error(
      "vespo's k and lambda are at least 0, e.g. { positive: [2, 3], negative: [3, 2] }; " +
        `received [${positive}], [${negative}].`,
    );
  }
  return rowwise(
    `vespo([${positive}], [${negative}])`,
    ({ mask, logProb, oldLogProb, advantages }, out, start, end) => {
      let logRatio = 0;
      for (let t = start; t < end; t++) {
        if (mask[t]) logRatio += Math.min(Math.max(logProb[t]! - oldLogProb[t]!, -20), 20);
      }
      const logWeight = Math.min(Math.max(logRatio, lowest), 20);
      const [phiPositive, phiNegative] = [gamma(logWeight, positive), gamma(logWeight, negative)];
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        const advantage = advantages[t]!;
        const gradient = -advantage * (advantage >= 0 ? phiPositive : phiNegative);
        out.gradient[t] = gradient;
        out.loss[t] = gradient === 0 ? 0 : gradient * logProb[t]!;
        out.flags[t] = 0;
      }
    },
    { reads: ['advantages', 'oldLogProb'] },
  );
}

function gamma(logWeight: number, [k, given]: readonly [number, number]): number {
  const lambda = Math.max(given, 1e-4);
  return Math.exp(lambda + k * logWeight - lambda * Math.exp(logWeight));
}

/**
 * LUFFY's policy shaping: the advantage-weighted probability of expert tokens through p / (p + c).
 *
 *     l = -A p / (p + c)        dl/dlog p = -A c p / (p + c)^2
 *
 * Steepest at p = c, so unlikely tokens that p alone would ignore still learn, and sure ones rest.
 * LUFFY (arXiv 2504.14945) with the expert's probability taken as 1; `p_div_p_0.1` in the authors' code.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

/** @throws when c is not positive. */
export function luffyShaping(c = 0.1): TokenwiseObjective {
  if (!(c > 0)) throw new Error(`luffyShaping's c must be positive, e.g. luffyShaping(0.1); received ${c}.`);
  return tokenwise(
    `luffyShaping(${c})`,
    token => {
      const p = Math.exp(token.logProb);
      token.loss = (-token.advantage * p) / (p + c);
      token.gradient = (token.loss * c) / (p + c);
    },
    { reads: ['advantages'] },
  );
}

/**
 * Estimators of KL(pi_theta || pi_ref) from the tokens that were taken, as a penalty.
 *
 *     x = log pi_ref - log p
 *     k1 = -x            dk/dlog p = 1           unbiased, may be negative
 *     abs = |x|          sign of -x
 *     k2 = x^2 / 2       -x                      its gradient is that of the KL in expectation
 *     k3 = e^x - x - 1   1 - e^x                 unbiased and never negative
 *
 * J. Schulman, "Approximating KL divergence" (2020). GRPO uses k3. Sources bound them in different ways: `authorsK3`,
 * `verlK3`; verl's names with `+` take the value of one and the gradient of k2 (`gradientOf: 'k2'`); TRL multiplies by
 * the ratio (`ratioCorrected`).
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';
import { type Estimator, estimators } from './klEstimators.ts';

export interface KlOptions {
  /** x is held within this bound, where it no longer pulls. Default: none. */
  readonly logRatioBound?: number;
  /** The value is held within this bound, where it no longer pulls. Default: none. */
  readonly valueBound?: number;
  /** Another estimator whose gradient is taken (straight-through). Default: its own. */
  readonly gradientOf?: Estimator;
}

/** The penalty by one of the estimators; reads refLogProb. @throws when a bound is not positive. */
export function kl(estimator: Estimator, options: KlOptions = {}): TokenwiseObjective {
  const { logRatioBound = Infinity, valueBound = Infinity, gradientOf = estimator } = options;
  if (!(logRatioBound > 0 && valueBound > 0)) {
    throw new Error(
      `kl's bounds are positive, e.g. { valueBound: 10 }; received logRatioBound ${logRatioBound}, valueBound ${valueBound}.`,
    );
  }
  const estimate = estimators[estimator];
  const estimateSlope = estimators[gradientOf];
  const name = gradientOf === estimator ? estimator : `${estimator}, ${gradientOf}`;
  return tokenwise(
    `kl(${name})`,
    token => {
      const { logProb, refLogProb } = token;
      const x = logProb === refLogProb ? 0 : refLogProb - logProb;
      const held = Math.min(Math.max(x, -logRatioBound), logRatioBound);
      estimate(held, token);
      const value = token.loss;
      if (gradientOf !== estimator) estimateSlope(x, token);
      else if (held !== x || Math.abs(value) > valueBound) token.gradient = 0;
      token.loss = Math.min(Math.max(value, -valueBound), valueBound);
    },
    { reads: ['refLogProb'] },
  );
}

/** `low_var_kl` in the code of TRAPO and LUFFY: k3 held within 10. */
export const authorsK3: TokenwiseObjective = kl('k3', { valueBound: 10 });

/** verl's `k3`, `low_var_kl`: x held within 20, then k3 within 10. */
export const verlK3: TokenwiseObjective = kl('k3', { logRatioBound: 20, valueBound: 10 });

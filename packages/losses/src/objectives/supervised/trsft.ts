/**
 * Trust-region SFT: imitate fully where the model already gives the expert's token p >= alpha, and ever less below.
 *
 *     dl/dlog p = -min(1, p / alpha)                       TRAPO eq. 3: grad = -1 / max(p, alpha) * grad p
 *
 * The gradient is bounded in p by 1/alpha, so a token far outside what the model can say doesn't tear it away from
 * what it knows. alpha = 0 is SFT, alpha = 1 has DFT's gradient. Two values share this gradient:
 *
 *     integrated   -log p if p >= alpha, else -p/alpha + 1 - log alpha       a true loss, C1 at p = alpha
 *     surrogate    -p / max(sg p, alpha)                                     the authors' code; -1 for all p >= alpha
 *
 * Optimise either; the integrated one is the one to look at. Its optimum on a distribution prunes what the expert
 * itself seldom does (Proposition 1; see the test).
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

export type TrsftForm = 'integrated' | 'surrogate';

/**
 * @param alpha the trust region's probability, in [0, 1]; the paper's is 0.1.
 * @throws when alpha is outside [0, 1].
 */
export function trsft(alpha: number, form: TrsftForm = 'integrated'): TokenwiseObjective {
  if (!(alpha >= 0 && alpha <= 1)) {
    throw new Error(`trsft's alpha is a probability in [0, 1], e.g. trsft(0.1); received ${alpha}.`);
  }
  const name = `trsft(${alpha}, ${form})`;
  const measures = ['outsideTrustRegion'];
  if (form === 'surrogate') {
    // with the stop-gradient, the value of -p / max(sg p, alpha) is that of its own gradient
    return tokenwise(
      name,
      token => {
        const p = Math.exp(token.logProb);
        token.loss = p < alpha ? -p / alpha : -1;
        token.gradient = token.loss;
        token.flags = p < alpha ? 1 : 0;
      },
      { measures, reported: trsft(alpha) },
    );
  }
  const offset = 1 - Math.log(alpha);
  return tokenwise(
    name,
    token => {
      const p = Math.exp(token.logProb);
      const outside = p < alpha;
      token.loss = outside ? -p / alpha + offset : -token.logProb;
      token.gradient = outside ? -p / alpha : -1;
      token.flags = outside ? 1 : 0;
    },
    { measures },
  );
}

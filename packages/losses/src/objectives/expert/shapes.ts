/**
 * Shapes of an importance ratio: what stands in the place of r = pi_theta / pi_behaviour in -A r.
 *
 * A shape is a function f of x = log r with its derivative by log p. On expert tokens whose policy is unknown the expert
 * counts as sure, pi_behaviour = 1, and x is log p itself. LUFFY (arXiv 2504.14945) and the code of TRAPO; their names
 * are in brackets.
 */

/** The value of a shape at x, and its derivative. One record serves all tokens, so that no number is allocated. */
export interface Shaped {
  value: number;
  slope: number;
}

/** Writes f(x) and f'(x). `behaviour` is log pi_behaviour(y), so that log p = x + behaviour. */
export interface Shape {
  readonly name: string;
  at(x: number, behaviour: number, shaped: Shaped): void;
}

/** r itself [no_reshape]. */
export const identity: Shape = {
  name: 'identity',
  at(x, _, shaped) {
    shaped.value = Math.exp(x);
    shaped.slope = shaped.value;
  },
};

/** w log r [logp]. */
export function logarithm(weight = 1): Shape {
  return {
    name: `logarithm(${weight})`,
    at(x, _, shaped) {
      shaped.value = weight * x;
      shaped.slope = weight;
    },
  };
}

/** r + w log r [p_logp]. */
export function plusLogarithm(weight = 1): Shape {
  return {
    name: `plusLogarithm(${weight})`,
    at(x, _, shaped) {
      const ratio = Math.exp(x);
      shaped.value = ratio + weight * x;
      shaped.slope = ratio + weight;
    },
  };
}

/** r^e [pow; square_root is power(0.5)]. */
export function power(exponent: number): Shape {
  return {
    name: `power(${exponent})`,
    at(x, _, shaped) {
      shaped.value = Math.exp(exponent * x);
      shaped.slope = exponent * shaped.value;
    },
  };
}

/**
 * p / (p + c), over the same of a behaviour policy that is not sure [p_div_p_0.1, ..._0.3, ..._0.5].
 * @throws when c is not positive.
 */
export function saturating(c = 0.1): Shape {
  if (!(c > 0)) throw new Error(`A saturating shape's c is positive, e.g. saturating(0.1); received ${c}.`);
  return {
    name: `saturating(${c})`,
    at(x, behaviour, shaped) {
      const p = Math.exp(x + behaviour);
      const q = Math.exp(behaviour);
      const before = behaviour === 0 ? 1 : q / (q + c);
      shaped.value = p / (p + c) / before;
      shaped.slope = (c * p) / (p + c) ** 2 / before;
    },
  };
}

/**
 * p (1 / max(sg p, alpha) - shift): the value of TrSFT's surrogate, lowered [clip_low; clip_low_and_shift at 0.5].
 * @throws when alpha is outside (0, 1].
 */
export function trustRegion(alpha = 0.1, shift = 0): Shape {
  if (!(alpha > 0 && alpha <= 1)) {
    throw new Error(
      `A trust region's alpha is a probability in (0, 1], e.g. trustRegion(0.1); received ${alpha}.`,
    );
  }
  return {
    name: `trustRegion(${alpha}, ${shift})`,
    at(x, behaviour, shaped) {
      const p = Math.exp(x + behaviour);
      shaped.value = p * (1 / Math.max(p, alpha) - shift);
      shaped.slope = shaped.value; // the weight of p is held fixed
    },
  };
}

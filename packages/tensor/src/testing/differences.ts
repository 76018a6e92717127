// Gradients of a float64 reference by central differences of fourth order, whose own error stays far below float32's.

const STEP = 1e-4;

/** A number of a gradient, and the sum of the absolute terms that make it up. */
export interface Slope {
  readonly value: number;
  readonly magnitude: number;
}

/** d (sum of weights * outputs) / d values[i]. */
export function slope(
  reference: (values: Float64Array) => readonly Float64Array[],
  values: Float64Array,
  i: number,
  weights: readonly Float32Array[],
): Slope {
  const at = (offset: number) => reference(values.with(i, values[i]! + offset));
  const [far, near, back, farBack] = [at(2 * STEP), at(STEP), at(-STEP), at(-2 * STEP)];
  let [value, magnitude] = [0, 0];
  weights.forEach((weight, o) => {
    weight.forEach((w, j) => {
      const rise = 8 * (near[o]![j]! - back[o]![j]!) - (far[o]![j]! - farBack[o]![j]!);
      const term = (w * rise) / (12 * STEP);
      value += term;
      magnitude += Math.abs(term);
    });
  });
  return { value, magnitude };
}

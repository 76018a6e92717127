// How far a result lies from its reference.

/** Largest allowed error of a result's norm, relative to the reference's. */
export const TOLERANCE = 2e-5;

/**
 * |actual - expected| / scale, norms over all elements that are finite in the reference; the others must be the same:
 * Infinity where they are not. The scale is |expected|, but at least 1e-2 sqrt(n), because 2e-7 an element is two
 * roundings of a float32 of size one, and at least |magnitudes| / 10, where magnitudes say how large the terms are
 * that each element sums: float32 cannot know a sum better than its terms.
 */
export function relativeError(
  actual: ArrayLike<number>,
  expected: Float64Array,
  magnitudes?: Float64Array,
): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY;
  let [error, size, terms] = [0, 0, 0];
  for (const [i, value] of expected.entries()) {
    if (Number.isFinite(value)) {
      error += (actual[i]! - value) ** 2;
      size += value ** 2;
      terms += (magnitudes?.[i] ?? 0) ** 2;
    } else if (!Object.is(actual[i], value)) return Number.POSITIVE_INFINITY;
  }
  if (error === 0) return 0;
  const scale = Math.max(Math.sqrt(size), 1e-2 * Math.sqrt(expected.length), Math.sqrt(terms) / 10);
  return Math.sqrt(error) / scale;
}

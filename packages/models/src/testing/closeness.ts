// How far a result is from its reference: by the norm, so that single small elements do not decide.

/** |actual - expected| / |expected|; where the reference is zero, |actual|. */
export function relativeError(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [error, norm] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    error += (actual[i]! - expected[i]!) ** 2;
    norm += expected[i]! ** 2;
  }
  return Math.sqrt(error) / (Math.sqrt(norm) || 1);
}

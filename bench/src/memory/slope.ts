// A straight line through samples of memory, by least squares.
//
// Memory moves in jumps that stay: a heap grows by a page, code is compiled. So samples are taken for a random walk with a
// drift, and the slope's standard error comes from the changes between neighbours: the variance of the least-squares
// slope of a walk of n steps is 6/5 of the steps' variance over n (Durlauf and Phillips 1988). Around a
// level that only jitters it is too large, which errs on the side of noise by a little; a leak has even steps, and shows.

export interface Slope {
  readonly slope: number;
  readonly standardError: number;
}

/** Slope of `y` over `x`, at least three points at about even distances, with its standard error. */
export function slope(x: readonly number[], y: readonly number[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, at) => sum + (at - mx) ** 2, 0);
  const value = x.reduce((sum, at, i) => sum + (at - mx) * (y[i]! - my), 0) / spread;
  const changes = y.slice(1).map((next, i) => (next - y[i]!) / (x[i + 1]! - x[i]!));
  const drift = mean(changes);
  const variance = changes.reduce((sum, change) => sum + (change - drift) ** 2, 0) / (changes.length - 1);
  return { slope: value, standardError: Math.sqrt((6 / 5) * (variance / changes.length)) };
}

/** Whether memory holds: the slope is not above zero by more than two standard errors. */
export function isFlat({ slope, standardError }: Slope): boolean {
  return slope <= 2 * standardError;
}

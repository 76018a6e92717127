// A straight line through samples, by least squares.

export interface Slope {
  readonly slope: number;
  readonly standardError: number;
}

/** Slope of `y` over `x`, at least three points, with its standard error. */
export function slope(x: readonly number[], y: readonly number[]): Slope {
  const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const spread = x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
  const value = x.reduce((sum, at, i) => sum + (at - mx) * (y[i]! - my), 0) / spread;
  const residuals = x.reduce((sum, at, i) => sum + (y[i]! - my - value * (at - mx)) ** 2, 0);
  return { slope: value, standardError: Math.sqrt(residuals / (x.length - 2) / spread) };
}

/** Whether memory holds: the slope is not above zero by more than two standard errors. */
export function isFlat({ slope, standardError }: Slope): boolean {
  return slope <= 2 * standardError;
}

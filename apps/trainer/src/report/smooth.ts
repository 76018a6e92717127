/** The mean of each value with up to `radius` neighbours on either side: what a curve of noisy steps tends to. */
export function smooth(values: readonly number[], radius: number): number[] {
  return values.map((_, i) => {
    const near = values.slice(Math.max(0, i - radius), i + radius + 1);
    return near.reduce((sum, value) => sum + value, 0) / near.length;
  });
}

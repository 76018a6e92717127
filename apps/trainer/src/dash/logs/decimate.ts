// Fewer points than steps, so that a curve of any length is drawn at once. Indices in, indices or means out.

/** Indices of the steps from `from` to `to`: [begin, end). `steps` never fall. */
export function rangeOf(
  steps: Float64Array,
  from: number,
  to: number,
): { readonly begin: number; readonly end: number } {
  return { begin: lowerBound(steps, from), end: lowerBound(steps, to, true) };
}

/** The first index whose step is at least `step`, or above it. */
function lowerBound(steps: Float64Array, step: number, above = false): number {
  let low = 0;
  let high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (above ? steps[middle]! <= step : steps[middle]! < step) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * Indices in [begin, end) that keep the picture: of each of `points / 2` equal stretches the smallest and the largest
 * value, in order; all indices that have a value where these are no more than `points`.
 */
export function extremes(values: Float64Array, begin: number, end: number, points: number): number[] {
  const kept: number[] = [];
  if (end - begin <= points) {
    for (let i = begin; i < end; i++) if (!Number.isNaN(values[i])) kept.push(i);
    return kept;
  }
  for (const [from, to] of stretches(begin, end, points >> 1)) {
    let [low, high] = [-1, -1];
    for (let i = from; i < to; i++) {
      const value = values[i]!;
      if (Number.isNaN(value)) continue;
      if (low < 0 || value < values[low]!) low = i;
      if (high < 0 || value > values[high]!) high = i;
    }
    if (low < 0) continue;
    kept.push(Math.min(low, high));
    if (low !== high) kept.push(Math.max(low, high));
  }
  return kept;
}

/** Equal stretches of [begin, end), each by its first index and its mean; NaN where a stretch has no value. */
export function means(
  values: Float64Array,
  begin: number,
  end: number,
  points: number,
): { readonly at: number[]; readonly mean: number[] } {
  const at: number[] = [];
  const mean: number[] = [];
  for (const [from, to] of stretches(begin, end, Math.min(points, end - begin))) {
    let [sum, count] = [0, 0];
    for (let i = from; i < to; i++) {
      if (Number.isNaN(values[i])) continue;
      sum += values[i]!;
      count++;
    }
    at.push(from);
    mean.push(count > 0 ? sum / count : Number.NaN);
  }
  return { at, mean };
}

function* stretches(begin: number, end: number, count: number): Generator<[number, number]> {
  for (let i = 0; i < count; i++) {
    yield [
      begin + Math.floor(((end - begin) * i) / count),
      begin + Math.floor(((end - begin) * (i + 1)) / count),
    ];
  }
}

/**
 * Exponential moving average, without the pull of a start at zero (Kingma and Ba 2015, section 3): index by index, NaN
 * where there is no value.
 * @param weight of what came before, from 0 to below 1
 */
export function smoothed(values: Float64Array, weight: number): Float64Array {
  let [sum, share] = [0, 0];
  return values.map(value => {
    if (Number.isNaN(value)) return Number.NaN;
    sum = weight * sum + (1 - weight) * value;
    share = weight * share + (1 - weight);
    return sum / share;
  });
}

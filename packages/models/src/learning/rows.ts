// Rows of tokens for scoring and training, cut into micro-batches of one shape each.

/** A sequence whose tokens from `start` on are scored: prompt, then response. */
export interface TokenRow {
  readonly tokens: Int32Array;
  /** Index of the first scored token; at least 1, since a token is predicted from those before it. */
  readonly start: number;
}

/** Rows padded to one length. The inputs predict, at position t, token t + 1. */
export interface MicroBatch {
  /** Indices of the rows, in the order of the batch. */
  readonly indices: readonly number[];
  readonly batch: number;
  readonly time: number;
}

/** Lengths and numbers of rows are rounded up to multiples of this, so that few shapes have to be compiled. */
const STRIDE = 8;

/**
 * Splits rows into micro-batches of at most about `budget` padded tokens, rows of like length together, as even in size
 * as can be; what is missing to a round number of rows is filled up with empty ones. What falls together depends on the
 * rows alone: not on threads, not on earlier calls.
 *
 * @throws RangeError when a row has nothing to score or does not fit into `longest` tokens
 */
export function microBatches(rows: readonly TokenRow[], budget: number, longest: number): MicroBatch[] {
  rows.forEach(({ tokens, start }, i) => {
    if (start >= 1 && start < tokens.length && tokens.length - 1 <= longest) return;
    throw new RangeError(
      `row ${i}: a row has 1 <= start < length, and at most ${longest + 1} tokens (the model's positions); ` +
        `got start ${start} and length ${tokens.length}`,
    );
  });
  const timeOf = ({ tokens }: TokenRow) => Math.min(roundUp(tokens.length - 1), longest);
  const byTime = Map.groupBy(rows.keys(), i => timeOf(rows[i]!));
  return [...byTime.keys()]
    .sort((a, b) => a - b)
    .flatMap(time => {
      const indices = byTime.get(time)!;
      const most = Math.max(1, Math.floor(budget / time));
      const size = Math.ceil(indices.length / Math.ceil(indices.length / most));
      const batch = Math.min(most, roundUp(size));
      return Array.from({ length: Math.ceil(indices.length / size) }, (_, i) => ({
        indices: indices.slice(i * size, (i + 1) * size),
        batch,
        time,
      }));
    });
}

function roundUp(count: number): number {
  return Math.ceil(count / STRIDE) * STRIDE;
}

/** Model inputs of a micro-batch: ids, targets and positions, i32 [batch * time], zeros in the padding. */
export function modelInputs(
  rows: readonly TokenRow[],
  { indices, batch, time }: MicroBatch,
): Record<'ids' | 'targets' | 'positions', Int32Array> {
  const ids = new Int32Array(batch * time);
  const targets = new Int32Array(batch * time);
  const positions = Int32Array.from({ length: batch * time }, (_, i) => i % time);
  indices.forEach((index, b) => {
    const { tokens } = rows[index]!;
    ids.set(tokens.subarray(0, -1), b * time);
    targets.set(tokens.subarray(1), b * time);
  });
  return { ids, targets, positions };
}

/** Per scored token of one row, float64. */
export interface RowStats {
  readonly logProb: Float64Array;
  /** Nats. */
  readonly entropy: Float64Array;
}

/** The statistics of a row's scored tokens, out of a micro-batch's in which the row begins at `at`. */
export function rowStats(
  row: TokenRow,
  results: Readonly<Record<string, ArrayLike<number>>>,
  at: number,
): RowStats {
  return { logProb: cutRow(row, results.logProb!, at), entropy: cutRow(row, results.entropy!, at) };
}

/** The values of a row's scored tokens: what stands at position t is about token t + 1. */
export function cutRow({ tokens, start }: TokenRow, values: ArrayLike<number>, at: number): Float64Array {
  return Float64Array.from({ length: tokens.length - start }, (_, i) => values[at + start - 1 + i]!);
}

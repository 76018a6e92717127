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

/** Lengths are rounded up to this many tokens, so that few shapes have to be compiled. */
const STRIDE = 8;

/**
 * Splits rows into micro-batches of at most about `budget` padded tokens, rows of like length together. Every
 * micro-batch of one length has the same number of rows, the last filled up with empty ones, so each length is one plan.
 * What falls together depends on the rows alone: not on threads, not on earlier calls.
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
  const timeOf = (row: TokenRow) => Math.min(Math.ceil((row.tokens.length - 1) / STRIDE) * STRIDE, longest);
  const byTime = Map.groupBy(rows.keys(), i => timeOf(rows[i]!));
  const batches: MicroBatch[] = [];
  for (const time of [...byTime.keys()].sort((a, b) => a - b)) {
    const indices = byTime.get(time)!;
    const batch = Math.max(1, Math.floor(budget / time));
    for (let at = 0; at < indices.length; at += batch) {
      batches.push({ indices: indices.slice(at, at + batch), batch, time });
    }
  }
  return batches;
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

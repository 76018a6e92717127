/**
 * Some rows at a time: what is read and written about a few thousand tokens stays in the processor's cache until all sums
 * over it are taken. About a fifth faster on a million tokens than one pass after another over all of them.
 */
import type { Numbers } from './tokens.ts';

const BLOCK = 16_384;

/** Rows first .. last, which are tokens start .. end of the batch. */
export interface Block {
  readonly first: number;
  readonly last: number;
  readonly start: number;
  readonly end: number;
  /** Where the rows begin, counted from the block's own start. */
  readonly rowOffsets: Numbers;
}

/** Whole rows of up to 16384 tokens together; a longer row is a block of its own. `whole` asks for a single block. */
export function blocksOf(rowOffsets: Numbers, whole: boolean): Block[] {
  const rows = rowOffsets.length - 1;
  const blocks: Block[] = [];
  for (let first = 0; first < rows; ) {
    const start = rowOffsets[first]!;
    let last = first + 1;
    while (last < rows && (whole || rowOffsets[last + 1]! - start <= BLOCK)) last++;
    const own = Float64Array.from({ length: last - first + 1 }, (_, row) => rowOffsets[first + row]! - start);
    blocks.push({ first, last, start, end: rowOffsets[last]!, rowOffsets: own });
    first = last;
  }
  return blocks;
}

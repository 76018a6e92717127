import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { packPanels } from '../../backends/simd/assembly/gemm/pack.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';

/**
 * Arguments: a, b, y, scratch, scratch bytes a thread, units a batch element, rows a unit, m, k, n, whether a lies
 * transposed, whether b does. A thread packs the b of a batch element once for all its units.
 */
export function batchMatmul(args: usize, begin: i32, end: i32): void {
  const panels = pointer(args, 3) + <usize>threadIndex() * pointer(args, 4);
  const blocks = word(args, 5), perUnit = word(args, 6);
  const m = word(args, 7), k = word(args, 8), n = word(args, 9);
  const aRow = word(args, 10) ? <usize>4 : <usize>k << 2, aStep = word(args, 10) ? <usize>m << 2 : 4;
  const bRow = word(args, 11) ? <usize>4 : <usize>n << 2, bColumn = word(args, 11) ? <usize>k << 2 : 4;
  const aBytes = <usize>m * <usize>k << 2, bBytes = <usize>k * <usize>n << 2, yRow = <usize>n << 2;
  let packed = -1;
  for (let unit = begin; unit < end; unit++) {
    const element = unit / blocks, i = (unit - element * blocks) * perUnit;
    if (packed != element) {
      const b = pointer(args, 1) + <usize>element * bBytes;
      packPanels(b, bRow, bColumn, k, n, panels);
      packed = element;
    }
    gemm(
      pointer(args, 0) + <usize>element * aBytes + <usize>i * aRow, aRow, aStep, panels, <usize>k << 6, k,
      pointer(args, 2) + (<usize>element * <usize>m + <usize>i) * yRow, yRow, 0, 0, min(perUnit, m - i), n,
    );
  }
}

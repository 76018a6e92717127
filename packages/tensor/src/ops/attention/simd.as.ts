import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { packPanels } from '../../backends/simd/assembly/gemm/pack.as';
import { scaleRow } from '../../backends/simd/assembly/rows.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { expRow, logNormaliser } from './expRow.as';

/** Queries, or keys, that go together: the rows of a tile. */
export const BLOCK: i32 = 6;

// @ts-ignore: decorator
@inline
export function ceil16(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Arguments: q, k, v, out, lse, scratch, scratch bytes a thread, time, heads, key heads, head size. Units are sequences. */
export function attention(args: usize, begin: i32, end: i32): void {
  const time = word(args, 7), heads = word(args, 8), kvHeads = word(args, 9), size = word(args, 10);
  const keyPanels = pointer(args, 5) + <usize>threadIndex() * pointer(args, 6);
  const valuePanels = keyPanels + (<usize>(ceil16(time) * size) << 2);
  const scores = valuePanels + (<usize>(time * ceil16(size)) << 2);
  const scoreRow = <usize>ceil16(time) << 2;
  const qRow = <usize>(heads * size) << 2, kRow = <usize>(kvHeads * size) << 2, headBytes = <usize>size << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let b = begin; b < end; b++) {
    const q = pointer(args, 0) + <usize>(b * time) * qRow, out = pointer(args, 3) + <usize>(b * time) * qRow;
    const lse = pointer(args, 4) + (<usize>(b * time * heads) << 2);
    for (let g = 0; g < kvHeads; g++) {
      const kv = <usize>(b * time) * kRow + <usize>g * headBytes;
      packPanels(pointer(args, 1) + kv, 4, kRow, size, time, keyPanels);
      packPanels(pointer(args, 2) + kv, kRow, 4, time, size, valuePanels);
      for (let h = g * perGroup; h < (g + 1) * perGroup; h++) {
        for (let i = 0; i < time; i += BLOCK) {
          const block = min(BLOCK, time - i);
          const seen = i + block; // the last row of the block sees this many
          const at = <usize>i * qRow + <usize>h * headBytes;
          gemm(q + at, qRow, 4, keyPanels, <usize>size << 6, size, scores, scoreRow, 0, 0, block, ceil16(seen));
          // the weights are divided by their sum once they are summed up with the values
          const inverses = scores + BLOCK * scoreRow;
          for (let r = 0; r < block; r++) {
            const inverse = expRow(scores + <usize>r * scoreRow, i + r + 1, seen, scale);
            store<f32>(inverses + (<usize>r << 2), inverse);
            store<f32>(lse + (<usize>((i + r) * heads + h) << 2), logNormaliser);
          }
          gemm(scores, scoreRow, 4, valuePanels, <usize>time << 6, seen, out + at, qRow, 0, 0, block, size);
          for (let r = 0; r < block; r++) {
            scaleRow(out + at + <usize>r * qRow, load<f32>(inverses + (<usize>r << 2)), size);
          }
        }
      }
    }
  }
}

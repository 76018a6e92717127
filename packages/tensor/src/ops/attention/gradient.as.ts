import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { packPanels } from '../../backends/simd/assembly/gemm/pack.as';
import { exp4 } from '../../backends/simd/assembly/math.as';
import { dotRow } from '../../backends/simd/assembly/rows.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { BLOCK, ceil16 } from './simd.as';

// Of one query: scores to weights and slopes of weights to slopes of scores, in place; zeros past the n that it sees.
function weightsRow(w: usize, ds: usize, n: i32, width: i32, scale: f32, lse: f32, dot: f32): void {
  const end = w + (<usize>width << 2);
  for (let p = <usize>n << 2; w + p < end; p += 4) {
    store<f32>(w + p, -Infinity);
    store<f32>(ds + p, 0);
  }
  const k = f32x4.splat(scale), shift = f32x4.splat(-lse), d = f32x4.splat(dot);
  for (; w < end; w += 32, ds += 32) {
    const p0 = exp4(f32x4.relaxed_madd(v128.load(w, 0), k, shift));
    const p1 = exp4(f32x4.relaxed_madd(v128.load(w, 16), k, shift));
    v128.store(w, p0, 0);
    v128.store(w, p1, 16);
    const s0 = f32x4.mul(f32x4.mul(p0, f32x4.sub(v128.load(ds, 0), d)), k);
    const s1 = f32x4.mul(f32x4.mul(p1, f32x4.sub(v128.load(ds, 16), d)), k);
    v128.store(ds, s0, 0);
    v128.store(ds, s1, 16);
  }
}

/**
 * Arguments: q, k, v, out, lse, dout, dq, dk, dv, scratch, scratch bytes a thread, time, heads, key heads, head size.
 * Units are sequences.
 */
export function attentionGradient(args: usize, begin: i32, end: i32): void {
  const time = word(args, 11), heads = word(args, 12), kvHeads = word(args, 13), size = word(args, 14);
  const byColumn = <usize>(ceil16(time) * size) << 2, byRow = <usize>(time * ceil16(size)) << 2;
  const keyColumns = pointer(args, 9) + <usize>threadIndex() * pointer(args, 10);
  const valueColumns = keyColumns + byColumn;
  const keyRows = valueColumns + byColumn, queryRows = keyRows + byRow, doutRows = queryRows + byRow;
  const weights = doutRows + byRow;
  // a cache line more than the row needs: rows a power of two apart push each other out of the first-level cache
  const row = (<usize>ceil16(time) << 2) + 64;
  const dscores = weights + <usize>time * row;
  const qRow = <usize>(heads * size) << 2, kRow = <usize>(kvHeads * size) << 2, headBytes = <usize>size << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let b = begin; b < end; b++) {
    for (let g = 0; g < kvHeads; g++) {
      const kv = <usize>(b * time) * kRow + <usize>g * headBytes;
      packPanels(pointer(args, 1) + kv, 4, kRow, size, time, keyColumns);
      packPanels(pointer(args, 2) + kv, 4, kRow, size, time, valueColumns);
      packPanels(pointer(args, 1) + kv, kRow, 4, time, size, keyRows);
      for (let h = g * perGroup; h < (g + 1) * perGroup; h++) {
        const at = <usize>(b * time) * qRow + <usize>h * headBytes;
        const q = pointer(args, 0) + at, out = pointer(args, 3) + at, dout = pointer(args, 5) + at;
        const lse = pointer(args, 4) + (<usize>(b * time * heads + h) << 2);
        packPanels(q, qRow, 4, time, size, queryRows);
        packPanels(dout, qRow, 4, time, size, doutRows);
        for (let i = 0; i < time; i += BLOCK) {
          const block = min(BLOCK, time - i);
          const seen = i + block, width = ceil16(seen);
          const w = weights + <usize>i * row, ds = dscores + <usize>i * row;
          gemm(q + <usize>i * qRow, qRow, 4, keyColumns, <usize>size << 6, size, w, row, 0, 0, block, width);
          gemm(dout + <usize>i * qRow, qRow, 4, valueColumns, <usize>size << 6, size, ds, row, 0, 0, block, width);
          for (let r = 0; r < block; r++) {
            const own = <usize>(i + r) * qRow;
            const dot = dotRow(out + own, dout + own, size);
            const normaliser = load<f32>(lse + (<usize>((i + r) * heads) << 2));
            weightsRow(w + <usize>r * row, ds + <usize>r * row, i + r + 1, width, scale, normaliser, dot);
          }
          gemm(ds, row, 4, keyRows, <usize>time << 6, seen, pointer(args, 6) + at + <usize>i * qRow, qRow, 0, 0, block, size);
        }
        // columns of the weights: rows of dk and dv; a position is seen only by itself and those after it
        const accumulate = h > g * perGroup;
        for (let j = 0; j < time; j += BLOCK) {
          const block = min(BLOCK, time - j);
          // from the block's first row on: rows of its own that do not see all of its columns hold zeros there
          const below = <usize>j * row + (<usize>j << 2), skip = <usize>j << 6;
          const dk = pointer(args, 7) + kv + <usize>j * kRow, dv = pointer(args, 8) + kv + <usize>j * kRow;
          const stride = <usize>time << 6;
          gemm(dscores + below, 4, row, queryRows + skip, stride, time - j, dk, kRow, accumulate ? dk : 0, kRow, block, size);
          gemm(weights + below, 4, row, doutRows + skip, stride, time - j, dv, kRow, accumulate ? dv : 0, kRow, block, size);
        }
      }
    }
  }
}

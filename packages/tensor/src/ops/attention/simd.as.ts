import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm, packPanel, PANEL } from '../../backends/simd/assembly/gemm.as';
import { exp4, max4, sum4 } from '../../backends/simd/assembly/math.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';

// @ts-ignore: decorator
@inline
function ceil16(n: i32): i32 {
  return (n + 15) & ~15;
}

/** Panels of a whole [depth, columns] matrix. */
export function packAll(b: usize, bRow: usize, bColumn: usize, depth: i32, columns: i32, to: usize): void {
  for (let j = 0; j < columns; j += PANEL, to += <usize>depth << 6) packPanel(b, bRow, bColumn, depth, j, columns, to);
}

/**
 * Softmax of the first `n` scores of a row in place, zeros up to `length` (a multiple of 4).
 * Returns the logarithm of the normaliser of scale * score.
 */
export function softmaxRow(s: usize, n: i32, length: i32, scale: f32): f32 {
  const whole = n & ~3;
  let top: f32 = -Infinity;
  let j: i32 = 0;
  if (whole) {
    let m = v128.load(s);
    for (j = 4; j < whole; j += 4) m = f32x4.max(m, v128.load(s + (<usize>j << 2)));
    top = max4(m);
  }
  for (j = whole; j < n; j++) top = max(top, load<f32>(s + (<usize>j << 2)));
  const k = f32x4.splat(scale), shift = f32x4.splat(-top * scale);
  // what hangs over n becomes exp(-inf) = 0, so that sums run over whole vectors whatever n is
  for (j = n; j < length; j++) store<f32>(s + (<usize>j << 2), -Infinity);
  let sums = f32x4.splat(0), sums1 = f32x4.splat(0);
  for (j = 0; j + 8 <= length; j += 8) {
    const o = s + (<usize>j << 2);
    const e = exp4(f32x4.relaxed_madd(v128.load(o, 0), k, shift));
    const e1 = exp4(f32x4.relaxed_madd(v128.load(o, 16), k, shift));
    sums = f32x4.add(sums, e);
    sums1 = f32x4.add(sums1, e1);
    v128.store(o, e, 0);
    v128.store(o, e1, 16);
  }
  if (j < length) {
    const o = s + (<usize>j << 2);
    const e = exp4(f32x4.relaxed_madd(v128.load(o), k, shift));
    sums = f32x4.add(sums, e);
    v128.store(o, e);
  }
  const sum = sum4(f32x4.add(sums, sums1));
  const inverse = f32x4.splat(1 / sum);
  for (j = 0; j < length; j += 4) {
    const o = s + (<usize>j << 2);
    v128.store(o, f32x4.mul(v128.load(o), inverse));
  }
  return top * scale + <f32>Math.log(sum);
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
      packAll(pointer(args, 1) + kv, 4, kRow, size, time, keyPanels);
      packAll(pointer(args, 2) + kv, kRow, 4, time, size, valuePanels);
      for (let h = g * perGroup; h < (g + 1) * perGroup; h++) {
        for (let i = 0; i < time; i += 4) {
          const block = min(4, time - i);
          const seen = i + block; // the last row of the block sees this many
          const at = <usize>i * qRow + <usize>h * headBytes;
          gemm(q + at, qRow, 4, keyPanels, <usize>size << 6, size, scores, scoreRow, 0, 0, block, ceil16(seen));
          for (let r = 0; r < block; r++) {
            const normaliser = softmaxRow(scores + <usize>r * scoreRow, i + r + 1, (seen + 3) & ~3, scale);
            store<f32>(lse + (<usize>((i + r) * heads + h) << 2), normaliser);
          }
          gemm(scores, scoreRow, 4, valuePanels, <usize>time << 6, seen, out + at, qRow, 0, 0, block, size);
        }
      }
    }
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
  const row = <usize>ceil16(time) << 2;
  const dscores = weights + <usize>((time + 3) & ~3) * row;
  const qRow = <usize>(heads * size) << 2, kRow = <usize>(kvHeads * size) << 2, headBytes = <usize>size << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  const k4 = f32x4.splat(scale);
  for (let b = begin; b < end; b++) {
    for (let g = 0; g < kvHeads; g++) {
      const kv = <usize>(b * time) * kRow + <usize>g * headBytes;
      packAll(pointer(args, 1) + kv, 4, kRow, size, time, keyColumns);
      packAll(pointer(args, 2) + kv, 4, kRow, size, time, valueColumns);
      packAll(pointer(args, 1) + kv, kRow, 4, time, size, keyRows);
      for (let h = g * perGroup; h < (g + 1) * perGroup; h++) {
        const at = <usize>(b * time) * qRow + <usize>h * headBytes;
        const q = pointer(args, 0) + at, out = pointer(args, 3) + at, dout = pointer(args, 5) + at;
        const lse = pointer(args, 4) + (<usize>(b * time * heads + h) << 2);
        packAll(q, qRow, 4, time, size, queryRows);
        packAll(dout, qRow, 4, time, size, doutRows);
        for (let i = 0; i < time; i += 4) {
          const block = min(4, time - i);
          const seen = i + block, width = ceil16(seen);
          const w = weights + <usize>i * row, ds = dscores + <usize>i * row;
          gemm(q + <usize>i * qRow, qRow, 4, keyColumns, <usize>size << 6, size, w, row, 0, 0, block, width);
          gemm(dout + <usize>i * qRow, qRow, 4, valueColumns, <usize>size << 6, size, ds, row, 0, 0, block, width);
          for (let r = 0; r < block; r++) {
            const wr = w + <usize>r * row, dr = ds + <usize>r * row;
            const o = out + <usize>(i + r) * qRow, d = dout + <usize>(i + r) * qRow;
            let dot: f32 = 0;
            for (let x = 0; x < size; x++) dot += load<f32>(o + (<usize>x << 2)) * load<f32>(d + (<usize>x << 2));
            const n = i + r + 1;
            const shift = f32x4.splat(-load<f32>(lse + (<usize>((i + r) * heads) << 2)));
            const dot4 = f32x4.splat(dot);
            for (let j = n; j < width; j++) {
              store<f32>(wr + (<usize>j << 2), -Infinity);
              store<f32>(dr + (<usize>j << 2), 0);
            }
            for (let j = 0; j < width; j += 8) {
              const wx = wr + (<usize>j << 2), dx = dr + (<usize>j << 2);
              const p = exp4(f32x4.relaxed_madd(v128.load(wx, 0), k4, shift));
              const p1 = exp4(f32x4.relaxed_madd(v128.load(wx, 16), k4, shift));
              v128.store(wx, p, 0);
              v128.store(wx, p1, 16);
              v128.store(dx, f32x4.mul(f32x4.mul(p, f32x4.sub(v128.load(dx, 0), dot4)), k4), 0);
              v128.store(dx, f32x4.mul(f32x4.mul(p1, f32x4.sub(v128.load(dx, 16), dot4)), k4), 16);
            }
          }
          gemm(ds, row, 4, keyRows, <usize>time << 6, seen, pointer(args, 6) + at + <usize>i * qRow, qRow, 0, 0, block, size);
        }
        // columns of the weights: rows of dk and dv; a position is seen only by itself and those after it
        const accumulate = h > g * perGroup;
        for (let j = 0; j < time; j += 4) {
          const block = min(4, time - j);
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

import { pointer, word } from '../../backends/simd/assembly/args.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { madd1 } from '../../backends/simd/assembly/math.as';
import { softmaxRow } from '../attention/simd.as';

/** Arguments: keys, values, k, v, start, tokens a row, features, capacity. Units are rows of the batch. */
export function cacheWrite(args: usize, begin: i32, end: i32): void {
  const time = word(args, 5), features = word(args, 6), capacity = word(args, 7);
  const token = <usize>features << 2, column = <usize>capacity << 2;
  for (let b = begin; b < end; b++) {
    const keys = pointer(args, 0) + <usize>b * token * capacity, values = pointer(args, 1) + <usize>b * token * capacity;
    const start = load<i32>(pointer(args, 4) + (<usize>b << 2));
    for (let t = 0; t < time; t++) {
      const at = start + t;
      if (<u32>at >= <u32>capacity) continue;
      const from = <usize>(b * time + t) * token;
      memory.copy(values + <usize>at * token, pointer(args, 3) + from, token);
      const k = pointer(args, 2) + from;
      for (let j = 0; j < features; j++) {
        store<f32>(keys + <usize>j * column + (<usize>at << 2), load<f32>(k + (<usize>j << 2)));
      }
    }
  }
}

/** Arguments: q, keys, values, position, out, scratch, scratch bytes a thread, capacity, heads, key heads, head size. */
export function attendCache(args: usize, begin: i32, end: i32): void {
  const capacity = word(args, 7), heads = word(args, 8), kvHeads = word(args, 9), size = word(args, 10);
  const scores = pointer(args, 5) + <usize>threadIndex() * pointer(args, 6);
  const column = <usize>capacity << 2, token = <usize>(kvHeads * size) << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let b = begin; b < end; b++) {
    const position = load<i32>(pointer(args, 3) + (<usize>b << 2));
    for (let h = 0; h < heads; h++) {
      const g = h / perGroup;
      const q = pointer(args, 0) + (<usize>((b * heads + h) * size) << 2), out = pointer(args, 4) + (<usize>((b * heads + h) * size) << 2);
      if (<u32>position >= <u32>capacity) {
        for (let d = 0; d < size; d++) store<f32>(out + (<usize>d << 2), f32.NaN);
        continue;
      }
      const seen = position + 1, length = (seen + 3) & ~3;
      const keys = pointer(args, 1) + <usize>((b * kvHeads + g) * size) * column;
      const values = pointer(args, 2) + <usize>(b * capacity) * token + (<usize>(g * size) << 2);
      for (let j = 0; j < length; j += 16) {
        let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
        let key = keys + (<usize>j << 2);
        for (let d = 0; d < size; d++, key += column) {
          const x = v128.load_splat<f32>(q + (<usize>d << 2));
          s0 = f32x4.relaxed_madd(x, v128.load(key, 0), s0);
          s1 = f32x4.relaxed_madd(x, v128.load(key, 16), s1);
          s2 = f32x4.relaxed_madd(x, v128.load(key, 32), s2);
          s3 = f32x4.relaxed_madd(x, v128.load(key, 48), s3);
        }
        const at = scores + (<usize>j << 2);
        v128.store(at, s0, 0); v128.store(at, s1, 16); v128.store(at, s2, 32); v128.store(at, s3, 48);
      }
      softmaxRow(scores, seen, length, scale);
      let d: i32 = 0;
      for (; d + 16 <= size; d += 16) {
        let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
        let value = values + (<usize>d << 2);
        for (let j = 0; j < seen; j++, value += token) {
          const w = v128.load_splat<f32>(scores + (<usize>j << 2));
          s0 = f32x4.relaxed_madd(w, v128.load(value, 0), s0);
          s1 = f32x4.relaxed_madd(w, v128.load(value, 16), s1);
          s2 = f32x4.relaxed_madd(w, v128.load(value, 32), s2);
          s3 = f32x4.relaxed_madd(w, v128.load(value, 48), s3);
        }
        const to = out + (<usize>d << 2);
        v128.store(to, s0, 0); v128.store(to, s1, 16); v128.store(to, s2, 32); v128.store(to, s3, 48);
      }
      for (; d + 4 <= size; d += 4) {
        let sum = f32x4.splat(0);
        let value = values + (<usize>d << 2);
        for (let j = 0; j < seen; j++, value += token) {
          sum = f32x4.relaxed_madd(v128.load_splat<f32>(scores + (<usize>j << 2)), v128.load(value), sum);
        }
        v128.store(out + (<usize>d << 2), sum);
      }
      for (; d < size; d++) {
        let sum: f32 = 0;
        let value = values + (<usize>d << 2);
        for (let j = 0; j < seen; j++, value += token) sum = madd1(load<f32>(scores + (<usize>j << 2)), load<f32>(value), sum);
        store<f32>(out + (<usize>d << 2), sum);
      }
    }
  }
}

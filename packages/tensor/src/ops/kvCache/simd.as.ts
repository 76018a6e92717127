import { pointer, word } from '../../backends/simd/assembly/args.as';
import { madd1 } from '../../backends/simd/assembly/math.as';
import { scaleRow } from '../../backends/simd/assembly/rows.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { expRow } from '../attention/expRow.as';

/** Arguments: keys, values, k, v, start, tokens a row, features, capacity, head size. Units are rows of the batch. */
export function cacheWrite(args: usize, begin: i32, end: i32): void {
  const time = word(args, 5), features = word(args, 6), capacity = word(args, 7);
  const token = <usize>features << 2, head = <usize>word(args, 8) << 2;
  for (let b = begin; b < end; b++) {
    const keys = pointer(args, 0) + <usize>b * token * capacity, values = pointer(args, 1) + <usize>b * token * capacity;
    const start = load<i32>(pointer(args, 4) + (<usize>b << 2));
    for (let t = 0; t < time; t++) {
      const at = start + t;
      if (<u32>at >= <u32>capacity) continue;
      const from = <usize>(b * time + t) * token;
      let k = pointer(args, 2) + from, v = pointer(args, 3) + from;
      const own = <usize>capacity * head;
      let block = keys + <usize>(at >> 4) * (head << 4) + (<usize>(at & 15) << 2), to = values + <usize>at * head;
      for (let g: usize = 0; g < token; g += head, block += own, to += own, v += head) {
        memory.copy(to, v, head);
        for (let key = block; key < block + (head << 4); key += 64, k += 4) store<f32>(key, load<f32>(k));
      }
    }
  }
}

// Scores of 16 positions, 32 where there are as many: more chains of additions keep the unit busy.
function scoreBlocks(q: usize, keys: usize, seen: i32, size: i32, scores: usize): void {
  const panel = <usize>size << 6;
  let j: i32 = 0;
  for (; j + 16 < seen; j += 32, keys += 2 * panel, scores += 128) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let t0 = f32x4.splat(0), t1 = f32x4.splat(0), t2 = f32x4.splat(0), t3 = f32x4.splat(0);
    let x = q;
    for (let key = keys, other = keys + panel; key < keys + panel; key += 64, other += 64, x += 4) {
      const feature = v128.load_splat<f32>(x);
      s0 = f32x4.relaxed_madd(feature, v128.load(key, 0), s0); s1 = f32x4.relaxed_madd(feature, v128.load(key, 16), s1);
      s2 = f32x4.relaxed_madd(feature, v128.load(key, 32), s2); s3 = f32x4.relaxed_madd(feature, v128.load(key, 48), s3);
      t0 = f32x4.relaxed_madd(feature, v128.load(other, 0), t0); t1 = f32x4.relaxed_madd(feature, v128.load(other, 16), t1);
      t2 = f32x4.relaxed_madd(feature, v128.load(other, 32), t2); t3 = f32x4.relaxed_madd(feature, v128.load(other, 48), t3);
    }
    v128.store(scores, s0, 0); v128.store(scores, s1, 16); v128.store(scores, s2, 32); v128.store(scores, s3, 48);
    v128.store(scores, t0, 64); v128.store(scores, t1, 80); v128.store(scores, t2, 96); v128.store(scores, t3, 112);
  }
  if (j < seen) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let x = q;
    for (let key = keys; key < keys + panel; key += 64, x += 4) {
      const feature = v128.load_splat<f32>(x);
      s0 = f32x4.relaxed_madd(feature, v128.load(key, 0), s0); s1 = f32x4.relaxed_madd(feature, v128.load(key, 16), s1);
      s2 = f32x4.relaxed_madd(feature, v128.load(key, 32), s2); s3 = f32x4.relaxed_madd(feature, v128.load(key, 48), s3);
    }
    v128.store(scores, s0, 0); v128.store(scores, s1, 16); v128.store(scores, s2, 32); v128.store(scores, s3, 48);
  }
}

// Sum of weight * value over the first n positions, features d and on of a head.
function sumValues(weights: usize, values: usize, n: i32, size: i32, out: usize): void {
  const token = <usize>size << 2, end = weights + (<usize>n << 2);
  let d: i32 = 0;
  for (; d + 32 <= size; d += 32, values += 128, out += 128) {
    let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
    let s4 = f32x4.splat(0), s5 = f32x4.splat(0), s6 = f32x4.splat(0), s7 = f32x4.splat(0);
    let value = values;
    for (let w = weights; w < end; w += 4, value += token) {
      const weight = v128.load_splat<f32>(w);
      s0 = f32x4.relaxed_madd(weight, v128.load(value, 0), s0); s1 = f32x4.relaxed_madd(weight, v128.load(value, 16), s1);
      s2 = f32x4.relaxed_madd(weight, v128.load(value, 32), s2); s3 = f32x4.relaxed_madd(weight, v128.load(value, 48), s3);
      s4 = f32x4.relaxed_madd(weight, v128.load(value, 64), s4); s5 = f32x4.relaxed_madd(weight, v128.load(value, 80), s5);
      s6 = f32x4.relaxed_madd(weight, v128.load(value, 96), s6); s7 = f32x4.relaxed_madd(weight, v128.load(value, 112), s7);
    }
    v128.store(out, s0, 0); v128.store(out, s1, 16); v128.store(out, s2, 32); v128.store(out, s3, 48);
    v128.store(out, s4, 64); v128.store(out, s5, 80); v128.store(out, s6, 96); v128.store(out, s7, 112);
  }
  for (; d + 4 <= size; d += 4, values += 16, out += 16) {
    let sum = f32x4.splat(0), value = values;
    for (let w = weights; w < end; w += 4, value += token) {
      sum = f32x4.relaxed_madd(v128.load_splat<f32>(w), v128.load(value), sum);
    }
    v128.store(out, sum);
  }
  for (; d < size; d++, values += 4, out += 4) {
    let sum: f32 = 0, value = values;
    for (let w = weights; w < end; w += 4, value += token) sum = madd1(load<f32>(w), load<f32>(value), sum);
    store<f32>(out, sum);
  }
}

/** Arguments: q, keys, values, position, out, scratch, scratch bytes a thread, capacity, heads, key heads, head size. */
export function attendCache(args: usize, begin: i32, end: i32): void {
  const capacity = word(args, 7), heads = word(args, 8), kvHeads = word(args, 9), size = word(args, 10);
  const scores = pointer(args, 5) + <usize>threadIndex() * pointer(args, 6);
  const token = <usize>(kvHeads * size) << 2, head = <usize>size << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let b = begin; b < end; b++) {
    const seen = load<i32>(pointer(args, 3) + (<usize>b << 2)) + 1;
    const keys = pointer(args, 1) + <usize>(b * capacity) * token, values = pointer(args, 2) + <usize>(b * capacity) * token;
    let q = pointer(args, 0) + <usize>(b * heads) * head, out = pointer(args, 4) + <usize>(b * heads) * head;
    for (let h = 0; h < heads; h++, q += head, out += head) {
      if (seen < 1 || seen > capacity) {
        for (let o: usize = 0; o < head; o += 4) store<f32>(out + o, f32.NaN);
        continue;
      }
      const own = <usize>(h / perGroup) * <usize>capacity * head;
      scoreBlocks(q, keys + own, seen, size, scores);
      const inverse = expRow(scores, seen, seen, scale);
      sumValues(scores, values + own, seen, size, out);
      scaleRow(out, inverse, size);
    }
  }
}

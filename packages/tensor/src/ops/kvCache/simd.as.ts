import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { packPanels } from '../../backends/simd/assembly/gemm/pack.as';
import { madd1 } from '../../backends/simd/assembly/math.as';
import { scaleRow } from '../../backends/simd/assembly/rows.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { expRow } from '../attention/expRow.as';

// The lane of a row; -1 where it has none.
// @ts-ignore: decorator
@inline
function laneOf(lanes: usize, count: i32, row: i32): i32 {
  if (lanes == 0) return row;
  const lane = load<i32>(lanes + (<usize>row << 2));
  return <u32>lane < <u32>count ? lane : -1;
}

/** Arguments: keys, values, k, v, start, tokens a row, features, capacity, lanes or 0, their count. Units are rows. */
export function cacheWrite(args: usize, begin: i32, end: i32): void {
  const time = word(args, 5), features = word(args, 6), capacity = word(args, 7);
  const token = <usize>features << 2;
  for (let b = begin; b < end; b++) {
    const lane = laneOf(pointer(args, 8), word(args, 9), b);
    if (lane < 0) continue;
    const offset = <usize>lane * token * capacity;
    const keys = pointer(args, 0) + offset, values = pointer(args, 1) + offset;
    const start = load<i32>(pointer(args, 4) + (<usize>b << 2));
    for (let t = 0; t < time; t++) {
      const at = start + t;
      if (<u32>at >= <u32>capacity) continue;
      const from = <usize>(b * time + t) * token;
      memory.copy(values + <usize>at * token, pointer(args, 3) + from, token);
      const k = pointer(args, 2) + from;
      let key = keys + <usize>(at >> 4) * (token << 4) + (<usize>(at & 15) << 2);
      for (let o: usize = 0; o < token; o += 4, key += 64) store<f32>(key, load<f32>(k + o));
    }
  }
}

// The first `length` positions of a lane's keys: whole blocks, then of each feature a part of its line.
function copyKeys(from: usize, to: usize, features: i32, length: i32): void {
  const whole = <usize>(length >> 4) * <usize>features << 6;
  memory.copy(to, from, whole);
  const rest = <usize>(length & 15) << 2;
  if (rest) for (let j: usize = 0; j < <usize>features << 6; j += 64) memory.copy(to + whole + j, from + whole + j, rest);
}

/** Arguments: keys, values, from, to, length, features, capacity, lanes. Units are copies. */
export function cacheCopy(args: usize, begin: i32, end: i32): void {
  const features = word(args, 5), capacity = word(args, 6), lanes = word(args, 7);
  const lane = <usize>capacity * features << 2;
  for (let i = begin; i < end; i++) {
    const at = <usize>i << 2;
    const from = laneOf(pointer(args, 2), lanes, i), to = laneOf(pointer(args, 3), lanes, i);
    const length = max(0, min(capacity, load<i32>(pointer(args, 4) + at)));
    if (from < 0 || to < 0) continue;
    copyKeys(pointer(args, 0) + <usize>from * lane, pointer(args, 0) + <usize>to * lane, features, length);
    memory.copy(
      pointer(args, 1) + <usize>to * lane, pointer(args, 1) + <usize>from * lane, <usize>length * features << 2,
    );
  }
}

// The cache is read as it lies, position after position with all heads, because memory is what decoding waits for:
// scores of all heads for a block of 16 positions, then weighted values of all heads for four positions.

// Scores of one query for a block of 16 positions.
// @ts-ignore: decorator
@inline
function scoreBlock(q: usize, key: usize, size: i32, scores: usize): void {
  let s0 = f32x4.splat(0), s1 = f32x4.splat(0), s2 = f32x4.splat(0), s3 = f32x4.splat(0);
  for (const stop = key + (<usize>size << 6); key < stop; key += 64, q += 4) {
    const x = v128.load_splat<f32>(q);
    s0 = f32x4.relaxed_madd(x, v128.load(key, 0), s0); s1 = f32x4.relaxed_madd(x, v128.load(key, 16), s1);
    s2 = f32x4.relaxed_madd(x, v128.load(key, 32), s2); s3 = f32x4.relaxed_madd(x, v128.load(key, 48), s3);
  }
  v128.store(scores, s0, 0); v128.store(scores, s1, 16); v128.store(scores, s2, 32); v128.store(scores, s3, 48);
}

// out += weight * value for four positions.
// @ts-ignore: decorator
@inline
function addFour(weights: usize, value: usize, token: usize, size: i32, out: usize): void {
  const w0 = v128.load_splat<f32>(weights, 0), w1 = v128.load_splat<f32>(weights, 4);
  const w2 = v128.load_splat<f32>(weights, 8), w3 = v128.load_splat<f32>(weights, 12);
  const value1 = value + token, value2 = value1 + token, value3 = value2 + token;
  let o: usize = 0;
  for (const stop = <usize>(size & ~7) << 2; o < stop; o += 32) {
    let a = v128.load(out + o, 0), b = v128.load(out + o, 16);
    a = f32x4.relaxed_madd(w0, v128.load(value + o, 0), a); b = f32x4.relaxed_madd(w0, v128.load(value + o, 16), b);
    a = f32x4.relaxed_madd(w1, v128.load(value1 + o, 0), a); b = f32x4.relaxed_madd(w1, v128.load(value1 + o, 16), b);
    a = f32x4.relaxed_madd(w2, v128.load(value2 + o, 0), a); b = f32x4.relaxed_madd(w2, v128.load(value2 + o, 16), b);
    a = f32x4.relaxed_madd(w3, v128.load(value3 + o, 0), a); b = f32x4.relaxed_madd(w3, v128.load(value3 + o, 16), b);
    v128.store(out + o, a, 0);
    v128.store(out + o, b, 16);
  }
  for (const stop = <usize>size << 2; o < stop; o += 4) {
    let a = madd1(load<f32>(weights, 0), load<f32>(value + o), load<f32>(out + o));
    a = madd1(load<f32>(weights, 4), load<f32>(value1 + o), a);
    a = madd1(load<f32>(weights, 8), load<f32>(value2 + o), a);
    store<f32>(out + o, madd1(load<f32>(weights, 12), load<f32>(value3 + o), a));
  }
}

// The same for one position.
// @ts-ignore: decorator
@inline
function addOne(weight: f32, value: usize, size: i32, out: usize): void {
  const w = f32x4.splat(weight);
  let o: usize = 0;
  for (const stop = <usize>(size & ~3) << 2; o < stop; o += 16) {
    v128.store(out + o, f32x4.relaxed_madd(w, v128.load(value + o), v128.load(out + o)));
  }
  for (const stop = <usize>size << 2; o < stop; o += 4) {
    store<f32>(out + o, madd1(weight, load<f32>(value + o), load<f32>(out + o)));
  }
}

// Rows that go together as a prompt: their keys are panels of a product as they lie, their values are packed once.
const RUN: i32 = 48;
// Of these, the rows of a tile.
const TILE: i32 = 6;

// Length of the run of rows from `b` on that lie in one lane at positions that follow one another.
function runOf(lanes: usize, positions: usize, b: i32, end: i32): i32 {
  const lane = load<i32>(lanes + (<usize>b << 2)), position = load<i32>(positions + (<usize>b << 2));
  let length = 1;
  for (; b + length < end && length < RUN; length++) {
    const o = <usize>(b + length) << 2;
    if (load<i32>(lanes + o) != lane || load<i32>(positions + o) != position + length) break;
  }
  return length;
}

// Attention of the `rows` rows from b on, which are a run whose first sees `seen` positions. The sums are those of one row
// by itself, in the same order.
function attendRun(args: usize, b: i32, rows: i32, seen: i32, keys: usize, values: usize, scratch: usize): void {
  const capacity = word(args, 7), heads = word(args, 8), kvHeads = word(args, 9), size = word(args, 10);
  const token = <usize>(kvHeads * size) << 2, head = <usize>size << 2, perGroup = heads / kvHeads;
  const row = <usize>(heads * size) << 2, line = (<usize>capacity << 2) + 64;
  const inverses = scratch + TILE * line, panels = inverses + 64;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  const all = seen + rows - 1;
  for (let g = 0; g < kvHeads; g++, keys += head << 4, values += head) {
    packPanels(values, token, 4, all, size, panels);
    for (let h = g * perGroup; h < (g + 1) * perGroup; h++) {
      for (let i = 0; i < rows; i += TILE) {
        const block = min(TILE, rows - i), first = seen + i, last = first + block - 1;
        const at = <usize>(b + i) * row + <usize>h * head;
        const q = pointer(args, 0) + at, out = pointer(args, 4) + at;
        gemm(q, row, 4, keys, token << 4, size, scratch, line, 0, 0, block, (last + 15) & ~15);
        for (let r = 0; r < block; r++) {
          store<f32>(inverses + (<usize>r << 2), expRow(scratch + <usize>r * line, first + r, last, scale));
        }
        gemm(scratch, line, 4, panels, <usize>all << 6, last, out, row, 0, 0, block, size);
        for (let r = 0; r < block; r++) scaleRow(out + <usize>r * row, load<f32>(inverses + (<usize>r << 2)), size);
      }
    }
  }
}

/**
 * Arguments: q, keys, values, position, out, scratch, scratch bytes a thread, capacity, heads, key heads, head size,
 * lanes or 0, their count. Of scratch: the scores of all heads, then the inverses of their sums; for a run the scores of a
 * tile, the inverses, the values' panels.
 */
export function attendCache(args: usize, begin: i32, end: i32): void {
  const capacity = word(args, 7), heads = word(args, 8), kvHeads = word(args, 9), size = word(args, 10);
  const scores = pointer(args, 5) + <usize>threadIndex() * pointer(args, 6);
  const inverses = scores + (<usize>(heads * capacity) << 2);
  const token = <usize>(kvHeads * size) << 2, head = <usize>size << 2, line = <usize>capacity << 2;
  const perGroup = heads / kvHeads;
  const scale: f32 = 1 / sqrt<f32>(<f32>size);
  for (let b = begin; b < end; b++) {
    const seen = load<i32>(pointer(args, 3) + (<usize>b << 2)) + 1;
    const q = pointer(args, 0) + <usize>(b * heads) * head, out = pointer(args, 4) + <usize>(b * heads) * head;
    const lane = laneOf(pointer(args, 11), word(args, 12), b);
    if (seen < 1 || seen > capacity || lane < 0) {
      for (let o: usize = 0; o < <usize>heads * head; o += 4) store<f32>(out + o, f32.NaN);
      continue;
    }
    const offset = <usize>lane * capacity * token;
    let keys = pointer(args, 1) + offset, values = pointer(args, 2) + offset;
    if (pointer(args, 11)) {
      const rows = min(runOf(pointer(args, 11), pointer(args, 3), b, end), capacity - seen + 1);
      if (rows > 1) {
        attendRun(args, b, rows, seen, keys, values, scores);
        b += rows - 1;
        continue;
      }
    }
    for (let j = 0; j < seen; j += 16, keys += token << 4) {
      for (let h = 0; h < heads; h++) {
        const key = keys + <usize>(h / perGroup) * (head << 4);
        scoreBlock(q + <usize>h * head, key, size, scores + <usize>h * line + (<usize>j << 2));
      }
    }
    for (let h = 0; h < heads; h++) {
      store<f32>(inverses + (<usize>h << 2), expRow(scores + <usize>h * line, seen, seen, scale));
    }
    memory.fill(out, 0, <usize>heads * head);
    let j: i32 = 0;
    for (; j + 4 <= seen; j += 4, values += token << 2) {
      for (let h = 0; h < heads; h++) {
        const weights = scores + <usize>h * line + (<usize>j << 2);
        addFour(weights, values + <usize>(h / perGroup) * head, token, size, out + <usize>h * head);
      }
    }
    for (; j < seen; j++, values += token) {
      for (let h = 0; h < heads; h++) {
        const weight = load<f32>(scores + <usize>h * line + (<usize>j << 2));
        addOne(weight, values + <usize>(h / perGroup) * head, size, out + <usize>h * head);
      }
    }
    for (let h = 0; h < heads; h++) scaleRow(out + <usize>h * head, load<f32>(inverses + (<usize>h << 2)), size);
  }
}

import { pointer, word } from '../../backends/simd/assembly/args.as';
import { exp1, exp4 } from '../../backends/simd/assembly/math.as';
import { edge, threadIndex } from '../../backends/simd/assembly/threads.as';
import { absorbRow, top, total } from '../tokenStats/distribution.as';
import { TABLES, threshold, weigh } from './filter.as';

/**
 * Arguments: logits, uniform, temperature, tokens, logProb, rows a unit, vocabulary, topK or 0, topP, minP, scratch, its
 * bytes a thread.
 */
export function sampleTokens(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 5), n = word(args, 6);
  const filters = pointer(args, 7);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const o = <usize>row << 2;
    const z = pointer(args, 0) + (<usize>row * n << 2);
    absorbRow(z, n);
    const largest = top, sum = total;
    const temperature = load<f32>(pointer(args, 2) + o), uniform = load<f32>(pointer(args, 1) + o);
    let token = 0;
    if (!(temperature > 0)) token = firstOf(z, n, largest);
    else if (filters) token = drawFiltered(args, z, n, largest, 1 / temperature, uniform, o);
    else token = draw(z, n, largest, 1 / temperature, uniform);
    store<i32>(pointer(args, 3) + o, token);
    const logProb = <f64>load<f32>(z + (<usize>token << 2)) - <f64>largest - Math.log(sum);
    store<f32>(pointer(args, 4) + o, <f32>logProb);
  }
}

function drawFiltered(args: usize, z: usize, n: i32, top: f32, inverse: f32, uniform: f32, o: usize): i32 {
  const k = load<i32>(pointer(args, 7) + o);
  const p = load<f32>(pointer(args, 8) + o), minP = load<f32>(pointer(args, 9) + o);
  if ((k <= 0 || k >= n) && p >= 1 && minP <= 0) return draw(z, n, top, inverse, uniform);
  const tables = pointer(args, 10) + <usize>threadIndex() * pointer(args, 11);
  const weights = tables + TABLES;
  weigh(z, n, top, inverse, weights);
  const least = threshold(weights, n, tables, k, p, minP);
  let total: f64 = 0;
  for (let j = 0; j < n; j++) {
    const weight = load<f32>(weights + (<usize>j << 2));
    if (weight >= least) total += <f64>weight;
  }
  const goal = total * <f64>uniform;
  let sum: f64 = 0;
  let possible = 0;
  for (let j = 0; j < n; j++) {
    const weight = load<f32>(weights + (<usize>j << 2));
    if (weight == 0 || weight < least) continue;
    sum += <f64>weight;
    possible = j;
    if (sum > goal) return possible;
  }
  return possible;
}

function firstOf(z: usize, n: i32, value: f32): i32 {
  for (let j = 0; j < n; j++) if (load<f32>(z + (<usize>j << 2)) == value) return j;
  return 0;
}

// exp((z - top) / temperature) of up to sixteen tokens, into floats of the thread's own.
// @ts-ignore: decorator
@inline
function weights(z: usize, n: i32, top: f32, inverse: f32): void {
  if (n < 16) {
    for (let j: usize = 0; j < <usize>n << 2; j += 4) store<f32>(edge + j, exp1((load<f32>(z + j) - top) * inverse));
    return;
  }
  const shift = f32x4.splat(top), k = f32x4.splat(inverse);
  for (let j: usize = 0; j < 64; j += 32) {
    const e0 = exp4(f32x4.mul(f32x4.sub(v128.load(z + j, 0), shift), k));
    const e1 = exp4(f32x4.mul(f32x4.sub(v128.load(z + j, 16), shift), k));
    v128.store(edge + j, e0, 0);
    v128.store(edge + j, e1, 16);
  }
}

// The first token at which the running sum passes the uniform number's share of the total.
function draw(z: usize, n: i32, top: f32, inverse: f32, uniform: f32): i32 {
  let total: f64 = 0;
  for (let j = 0; j < n; j += 16) {
    const length = min(16, n - j);
    weights(z + (<usize>j << 2), length, top, inverse);
    for (let i = 0; i < length; i++) total += <f64>load<f32>(edge + (<usize>i << 2));
  }
  const goal = total * <f64>uniform;
  let sum: f64 = 0;
  let possible = 0;
  for (let j = 0; j < n; j += 16) {
    const length = min(16, n - j);
    weights(z + (<usize>j << 2), length, top, inverse);
    for (let i = 0; i < length; i++) {
      const e = <f64>load<f32>(edge + (<usize>i << 2));
      if (e == 0) continue;
      sum += e;
      possible = j + i;
      if (sum > goal) return possible;
    }
  }
  return possible;
}

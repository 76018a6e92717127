import { pointer, word } from '../../backends/simd/assembly/args.as';
import { exp1, exp4, max4, sum4 } from '../../backends/simd/assembly/math.as';

/** Largest of n floats. */
export function maxOf(z: usize, n: i32): f32 {
  let top: f32 = -Infinity;
  let j: i32 = 0;
  if (n >= 4) {
    let m = v128.load(z);
    for (j = 4; j + 4 <= n; j += 4) m = f32x4.max(m, v128.load(z + (<usize>j << 2)));
    top = max4(m);
  }
  for (; j < n; j++) top = max(top, load<f32>(z + (<usize>j << 2)));
  return top;
}

/** Sum of exp(z - top), in float64 over blocks, so that large vocabularies lose nothing. */
export function sumExp(z: usize, n: i32, top: f32): f64 {
  const t = f32x4.splat(top);
  let total: f64 = 0;
  let j: i32 = 0;
  while (j + 4 <= n) {
    let sums = f32x4.splat(0);
    for (const end = min(j + 256, n & ~3); j < end; j += 4) {
      sums = f32x4.add(sums, exp4(f32x4.sub(v128.load(z + (<usize>j << 2)), t)));
    }
    total += <f64>sum4(sums);
  }
  for (; j < n; j++) total += <f64>exp1(load<f32>(z + (<usize>j << 2)) - top);
  return total;
}

/** Arguments: logits, targets, logProb, entropy, rows a unit, vocabulary. */
export function tokenStats(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 4), n = word(args, 5);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const z = pointer(args, 0) + (<usize>row * n << 2);
    const target = load<i32>(pointer(args, 1) + (<usize>row << 2));
    const top = maxOf(z, n);
    const total = sumExp(z, n, top);
    const log = Math.log(total);
    // H = log(sum) - sum(e (z - top)) / sum
    let moment: f64 = 0;
    const t = f32x4.splat(top);
    let j: i32 = 0;
    while (j + 4 <= n) {
      let sums = f32x4.splat(0);
      for (const stop = min(j + 256, n & ~3); j < stop; j += 4) {
        const d = f32x4.sub(v128.load(z + (<usize>j << 2)), t);
        sums = f32x4.relaxed_madd(exp4(d), d, sums);
      }
      moment += <f64>sum4(sums);
    }
    for (; j < n; j++) {
      const d = load<f32>(z + (<usize>j << 2)) - top;
      moment += <f64>(exp1(d) * d);
    }
    const inside = <u32>target < <u32>n;
    const logProb = inside ? <f32>(<f64>load<f32>(z + (<usize>target << 2)) - <f64>top - log) : f32.NaN;
    store<f32>(pointer(args, 2) + (<usize>row << 2), logProb);
    store<f32>(pointer(args, 3) + (<usize>row << 2), <f32>(log - moment / total));
  }
}

/** Arguments: logits, targets, entropy, dLogProb, dEntropy, dlogits, rows a unit, vocabulary. */
export function tokenStatsGradient(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 6), n = word(args, 7);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const o = <usize>row << 2;
    const z = pointer(args, 0) + (<usize>row * n << 2), dz = pointer(args, 5) + (<usize>row * n << 2);
    const target = load<i32>(pointer(args, 1) + o);
    const dLogProb = load<f32>(pointer(args, 3) + o), dEntropy = load<f32>(pointer(args, 4) + o);
    const top = maxOf(z, n);
    const log = <f32>Math.log(sumExp(z, n, top));
    const inverse = f32x4.splat(log);
    const h = f32x4.splat(load<f32>(pointer(args, 2) + o));
    const t = f32x4.splat(top), dl = f32x4.splat(dLogProb), dh = f32x4.splat(dEntropy);
    let j: i32 = 0;
    for (; j + 4 <= n; j += 4) {
      const x = <usize>j << 2;
      const logP = f32x4.sub(f32x4.sub(v128.load(z + x), t), inverse);
      const slope = f32x4.relaxed_madd(dh, f32x4.add(logP, h), dl);
      v128.store(dz + x, f32x4.neg(f32x4.mul(exp4(logP), slope)));
    }
    for (; j < n; j++) {
      const x = <usize>j << 2;
      const logP: f32 = load<f32>(z + x) - top - log;
      store<f32>(dz + x, -exp1(logP) * (dEntropy * (logP + f32x4.extract_lane(h, 0)) + dLogProb));
    }
    if (<u32>target < <u32>n) {
      const x = <usize>target << 2;
      store<f32>(dz + x, load<f32>(dz + x) + dLogProb);
    }
  }
}

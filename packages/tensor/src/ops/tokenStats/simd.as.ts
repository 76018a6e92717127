import { pointer, word } from '../../backends/simd/assembly/args.as';
import { absorbRow, moment, slopes, top, total } from './distribution.as';

/** Arguments: logits, targets, logProb, entropy, normaliser, rows a unit, vocabulary. */
export function tokenStats(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 5), n = word(args, 6);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const o = <usize>row << 2;
    const z = pointer(args, 0) + (<usize>row * n << 2);
    const target = load<i32>(pointer(args, 1) + o);
    absorbRow(z, n);
    const log = Math.log(total);
    const inside = <u32>target < <u32>n;
    const logProb = inside ? <f32>(<f64>load<f32>(z + (<usize>target << 2)) - <f64>top - log) : f32.NaN;
    store<f32>(pointer(args, 2) + o, logProb);
    store<f32>(pointer(args, 3) + o, <f32>(log - moment / total));
    store<f32>(pointer(args, 4) + o, <f32>(<f64>top + log));
  }
}

/** Arguments: logits, targets, entropy, normaliser, dLogProb, dEntropy, dlogits, rows a unit, vocabulary. */
export function tokenStatsGradient(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 7), n = word(args, 8);
  for (let row = begin * perUnit; row < end * perUnit; row++) {
    const o = <usize>row << 2;
    const z = pointer(args, 0) + (<usize>row * n << 2), dz = pointer(args, 6) + (<usize>row * n << 2);
    const entropy = load<f32>(pointer(args, 2) + o), normaliser = load<f32>(pointer(args, 3) + o);
    const target = load<i32>(pointer(args, 1) + o);
    const dLogProb = load<f32>(pointer(args, 4) + o), dEntropy = load<f32>(pointer(args, 5) + o);
    slopes(z, n, normaliser, entropy, dLogProb, dEntropy, dz);
    if (<u32>target < <u32>n) {
      const x = <usize>target << 2;
      store<f32>(dz + x, load<f32>(dz + x) + dLogProb);
    }
  }
}

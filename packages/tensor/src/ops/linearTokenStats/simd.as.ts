import { pointer, word } from '../../backends/simd/assembly/args.as';
import { gemm } from '../../backends/simd/assembly/gemm/gemm.as';
import { product } from '../../backends/simd/assembly/gemm/product.as';
import { threadIndex } from '../../backends/simd/assembly/threads.as';
import { absorb, begin as beginRow, BLOCK, moment, resume, slopes, top, total } from '../tokenStats/distribution.as';

// What was taken in of a row: total, moment, the target's logit, the largest logit.
const STATE: usize = 32;

/**
 * Arguments: hidden, panels of the head, targets, logProb, entropy, normaliser, scratch, its bytes a thread, rows a unit,
 * depth, vocabulary, rows held.
 */
export function linearTokenStats(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 8), depth = word(args, 9), n = word(args, 10), held = word(args, 11);
  const states = pointer(args, 6) + <usize>threadIndex() * pointer(args, 7);
  const z = states + <usize>held * STATE;
  const hRow = <usize>depth << 2;
  for (let row = begin * perUnit; row < end * perUnit; row += held) {
    const rows = min(held, end * perUnit - row);
    const h = pointer(args, 0) + <usize>row * hRow, at = <usize>row << 2;
    const targets = pointer(args, 2) + at;
    for (let first = 0; first < n || first == 0; first += BLOCK) {
      const width = min(BLOCK, n - first), zRow = <usize>width << 2;
      const panels = pointer(args, 1) + (<usize>first * depth << 2);
      product(h, hRow, panels, depth, z, zRow, 0, 0, rows, width);
      for (let r = 0; r < rows; r++) {
        const state = states + <usize>r * STATE, zr = z + <usize>r * zRow;
        const target = load<i32>(targets + (<usize>r << 2));
        if (first) {
          resume(<f32>load<f64>(state, 24), load<f64>(state), load<f64>(state, 8));
        } else {
          beginRow();
          store<f64>(state, f64.NaN, 16);
        }
        absorb(zr, width);
        store<f64>(state, total);
        store<f64>(state, moment, 8);
        if (target >= first && target < first + width) {
          store<f64>(state, <f64>load<f32>(zr + (<usize>(target - first) << 2)), 16);
        }
        store<f64>(state, <f64>top, 24);
      }
    }
    for (let r = 0; r < rows; r++) {
      const state = states + <usize>r * STATE, o = at + (<usize>r << 2);
      const sum = load<f64>(state), log = Math.log(sum), largest = load<f64>(state, 24);
      store<f32>(pointer(args, 3) + o, <f32>(load<f64>(state, 16) - largest - log));
      store<f32>(pointer(args, 4) + o, <f32>(log - load<f64>(state, 8) / sum));
      store<f32>(pointer(args, 5) + o, <f32>(largest + log));
    }
  }
}

/**
 * Slopes of the logits of a block of the vocabulary, and what they add to the slopes of the hidden states. Arguments:
 * hidden, panels of the head by columns and by rows, targets, entropy, normaliser, dLogProb, dEntropy, dz, dhidden, rows
 * a unit, depth, rows of the head that the panels by rows hold, the first of these, first of the block, its width.
 */
export function linearTokenStatsSlopes(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 10), depth = word(args, 11), held = word(args, 12), start = word(args, 13);
  const first = word(args, 14), width = word(args, 15);
  const hRow = <usize>depth << 2, zRow = <usize>width << 2;
  const columns = pointer(args, 1) + (<usize>first * depth << 2), byRow = pointer(args, 2) + (<usize>(first - start) << 6);
  // few rows at a time, so that their logits are still near when the second product comes
  for (let row = begin * perUnit; row < end * perUnit; row += 24) {
    const rows = min(24, end * perUnit - row);
    const dz = pointer(args, 8) + <usize>row * zRow;
    const dh = pointer(args, 9) + <usize>row * hRow;
    product(pointer(args, 0) + <usize>row * hRow, hRow, columns, depth, dz, zRow, 0, 0, rows, width);
    for (let r = 0; r < rows; r++) {
      const o = <usize>(row + r) << 2, zr = dz + <usize>r * zRow;
      const dLogProb = load<f32>(pointer(args, 6) + o);
      slopes(
        zr, width, load<f32>(pointer(args, 5) + o), load<f32>(pointer(args, 4) + o), dLogProb,
        load<f32>(pointer(args, 7) + o), zr,
      );
      const target = load<i32>(pointer(args, 3) + o);
      if (target >= first && target < first + width) {
        const x = zr + (<usize>(target - first) << 2);
        store<f32>(x, load<f32>(x) + dLogProb);
      }
    }
    gemm(dz, zRow, 4, byRow, <usize>held << 6, width, dh, hRow, first ? dh : 0, hRow, rows, depth);
  }
}

import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: x, partial sums (float64, one a unit), elements a unit. */
export function sumOfSquares(args: usize, begin: i32, end: i32): void {
  const size = word(args, 2);
  for (let unit = begin; unit < end; unit++) {
    const x = pointer(args, 0) + (<usize>(unit * size) << 2);
    let sum: f64 = 0;
    for (let j = 0; j < size; j++) {
      const value = <f64>load<f32>(x + (<usize>j << 2));
      sum += value * value;
    }
    store<f64>(pointer(args, 1) + (<usize>unit << 3), sum);
  }
}

/** Arguments: partial sums, result, count. */
export function sumPartials(args: usize, begin: i32, end: i32): void {
  let sum: f64 = 0;
  for (let i = 0; i < word(args, 2); i++) sum += load<f64>(pointer(args, 0) + (<usize>i << 3));
  store<f32>(pointer(args, 1), <f32>sum);
}

import { float, pointer } from '../../backends/simd/assembly/args.as';

/** Arguments: y, value. */
export function constant(args: usize, begin: i32, end: i32): void {
  store<f32>(pointer(args, 0), float(args, 1));
}

import { word } from '../../backends/simd/assembly/args.as';

/** Where the index-th place of a walk over `axes` axes lies; their sizes and strides stand in the arguments. */
export function offset(args: usize, index: i32, axes: i32, sizes: i32, strides: i32): i32 {
  let sum = 0;
  for (let k = axes - 1; k >= 0; k--) {
    const size = word(args, sizes + k), above = index / size;
    sum += (index - above * size) * word(args, strides + k);
    index = above;
  }
  return sum;
}

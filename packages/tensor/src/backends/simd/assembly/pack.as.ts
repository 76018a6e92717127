import { pointer, word } from './args.as';
import { PANEL, packPanel } from './gemm/pack.as';

/** Packs a matrix into panels; one unit a panel. Arguments: from, to, row stride, column stride, depth, columns. */
export function pack(args: usize, begin: i32, end: i32): void {
  const rowStride = <usize>word(args, 2) << 2, columnStride = <usize>word(args, 3) << 2;
  const depth = word(args, 4), columns = word(args, 5);
  for (let p = begin; p < end; p++) {
    packPanel(pointer(args, 0), rowStride, columnStride, depth, p * PANEL, columns, pointer(args, 1) + (<usize>(p * depth) << 6));
  }
}

/** `pack` for what is packed anew between other calls of an operation; those of `pack` come before them all. */
export function packBetween(args: usize, begin: i32, end: i32): void {
  pack(args, begin, end);
}

import { pointer, word } from '../../backends/simd/assembly/args.as';

/** Arguments: ids, table, y, ids a unit, vocabulary, features. An id outside the vocabulary gives NaN. */
export function embedding(args: usize, begin: i32, end: i32): void {
  const perUnit = word(args, 3), vocabulary = word(args, 4), features = word(args, 5);
  const bytes = <usize>features << 2;
  for (let i = begin * perUnit; i < end * perUnit; i++) {
    const id = load<i32>(pointer(args, 0) + (<usize>i << 2));
    const y = pointer(args, 2) + <usize>i * bytes;
    if (<u32>id < <u32>vocabulary) memory.copy(y, pointer(args, 1) + <usize>id * bytes, bytes);
    else for (let j = 0; j < features; j++) store<f32>(y + (<usize>j << 2), f32.NaN);
  }
}

/** Arguments: ids, dy, dtable, number of ids, vocabulary, features. Units are columns. */
export function embeddingGradient(args: usize, begin: i32, end: i32): void {
  const count = word(args, 3), vocabulary = word(args, 4);
  const stride = <usize>word(args, 5) << 2;
  const first = <usize>begin << 2, width = end - begin;
  const dy = pointer(args, 1) + first, dtable = pointer(args, 2) + first;
  for (let v = 0; v < vocabulary; v++) memory.fill(dtable + <usize>v * stride, 0, <usize>width << 2);
  for (let i = 0; i < count; i++) {
    const id = load<i32>(pointer(args, 0) + (<usize>i << 2));
    if (<u32>id >= <u32>vocabulary) continue;
    let from = dy + <usize>i * stride, to = dtable + <usize>id * stride;
    let left = width;
    for (; left >= 4; left -= 4, from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    for (; left > 0; left--, from += 4, to += 4) store<f32>(to, load<f32>(to) + load<f32>(from));
  }
}

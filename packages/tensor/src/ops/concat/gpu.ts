import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf, type Tensor } from '../../graph/tensor.ts';

const COLUMNS = `function (a, b) {
  if (this.thread.x < this.constants.first) {
    return a[this.thread.y][this.thread.x];
  }
  return b[this.thread.y][this.thread.x - this.constants.first];
}`;

// a block has `first` rows of a, then `second` of b
const ROWS = `function (a, b) {
  const block = Math.floor((this.thread.y + 0.5) / (this.constants.first + this.constants.second));
  const row = this.thread.y - block * (this.constants.first + this.constants.second);
  if (row < this.constants.first) {
    return a[block * this.constants.first + row][this.thread.x];
  }
  return b[block * this.constants.second + row - this.constants.first][this.thread.x];
}`;

const SAME = 'function (a) { return a[this.thread.y][this.thread.x]; }';

/** Two by two, because a kernel takes few arguments. */
export function gpu({
  inputs,
  outputs: [y],
  attributes: { axis },
}: Node<{ readonly axis: number }>): readonly GpuCall[] {
  const filled = inputs.filter(({ size }) => size > 0);
  if (filled.length < 2) return filled.map((a): GpuCall => ({ source: SAME, inputs: [a], output: y! }));
  const isLast = axis === y!.shape.length - 1;
  const rows = isLast ? 1 : sizeOf(y!.shape.slice(axis + 1, -1));
  const calls: GpuCall[] = [];
  filled.reduce((a: Tensor, b, i) => {
    const [first, second] = [a.shape[axis]! * rows, b.shape[axis]! * rows];
    const shape = a.shape.with(axis, a.shape[axis]! + b.shape[axis]!);
    const output = i === filled.length - 1 ? y! : temporary(shape);
    calls.push({ source: isLast ? COLUMNS : ROWS, inputs: [a, b], output, constants: { first, second } });
    return output;
  });
  return calls;
}

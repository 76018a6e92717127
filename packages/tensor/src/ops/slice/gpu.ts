import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { sizeOf, type Tensor } from '../../graph/tensor.ts';

type At = Node<{ readonly axis: number; readonly start: number }>;

const COLUMNS = 'function (x) { return x[this.thread.y][this.thread.x + this.constants.first]; }';

// a block of the result has `to` rows, one of x `from`
const ROWS = `function (x) {
  const block = Math.floor((this.thread.y + 0.5) / this.constants.to);
  const row = this.thread.y - block * this.constants.to;
  return x[block * this.constants.from + row + this.constants.first][this.thread.x];
}`;

const COLUMNS_GRADIENT = `function (dy) {
  const column = this.thread.x - this.constants.first;
  if (column < 0 || column >= this.constants.from) {
    return 0;
  }
  return dy[this.thread.y][column];
}`;

const ROWS_GRADIENT = `function (dy) {
  const block = Math.floor((this.thread.y + 0.5) / this.constants.to);
  const row = this.thread.y - block * this.constants.to - this.constants.first;
  if (row < 0 || row >= this.constants.from) {
    return 0;
  }
  return dy[block * this.constants.from + row][this.thread.x];
}`;

function sizes(x: Tensor, y: Tensor, { axis, start }: At['attributes']) {
  const rows = axis === x.shape.length - 1 ? 1 : sizeOf(x.shape.slice(axis + 1, -1));
  return { from: x.shape[axis]! * rows, to: y.shape[axis]! * rows, first: start * rows };
}

export function gpuSlice({ inputs, outputs: [y], attributes }: At): readonly GpuCall[] {
  const x = inputs[0]!;
  const source = attributes.axis === x.shape.length - 1 ? COLUMNS : ROWS;
  return [{ source, inputs, output: y!, constants: sizes(x, y!, attributes) }];
}

export function gpuGradient({ inputs, outputs: [dx], attributes }: At): readonly GpuCall[] {
  const dy = inputs[0]!;
  if (dy.size === 0) return [{ source: 'function () { return 0; }', inputs: [], output: dx! }];
  const source = attributes.axis === dy.shape.length - 1 ? COLUMNS_GRADIENT : ROWS_GRADIENT;
  return [{ source, inputs, output: dx!, constants: sizes(dy, dx!, attributes) }];
}

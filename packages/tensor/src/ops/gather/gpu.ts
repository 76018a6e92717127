import { type GpuCall, notANumber } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { type Shape, sizeOf, type Tensor } from '../../graph/tensor.ts';
import { last, rows } from '../rules.ts';

// Of a tensor of one axis the numbers are columns, and y lies as the ids do.

const NUMBERS = `function (x, ids) {
  const id = ids[this.thread.y][this.thread.x];
  if (id < 0 || id >= this.constants.count) {
    return ${notANumber('id')};
  }
  return x[0][id];
}`;

// Else a slice of x has `each` rows.
const ROWS = `function (x, ids) {
  const k = Math.floor((this.thread.y + 0.5) / this.constants.each);
  const line = Math.floor((k + 0.5) / this.constants.perLine);
  const id = ids[line][k - line * this.constants.perLine];
  if (id < 0 || id >= this.constants.count) {
    return ${notANumber('id')};
  }
  return x[id * this.constants.each + this.thread.y - k * this.constants.each][this.thread.x];
}`;

// GPUs of this kind cannot scatter: each number looks through all ids, in their order.
const gradient = (id: string, row: string, column: string) => `function (ids, dy) {
  const id = ${id};
  const part = this.thread.y - Math.floor((this.thread.y + 0.5) / this.constants.each) * this.constants.each;
  let sum = 0;
  for (let i = 0; i < this.constants.lines; i++) {
    for (let j = 0; j < this.constants.perLine; j++) {
      if (ids[i][j] === id) {
        sum += dy[${row}][${column}];
      }
    }
  }
  return sum;
}`;

const NUMBERS_GRADIENT = gradient('this.thread.x', 'i + part', 'j');
const ROWS_GRADIENT = gradient(
  'Math.floor((this.thread.y + 0.5) / this.constants.each)',
  '(i * this.constants.perLine + j) * this.constants.each + part',
  'this.thread.x',
);

function sizes(shape: Shape, ids: Tensor): Record<string, number> {
  const each = sizeOf(shape.slice(1, -1));
  return { count: shape[0]!, each, lines: rows(ids), perLine: last(ids) };
}

export function gpuGather({ inputs, outputs: [y] }: Node): readonly GpuCall[] {
  const [x, ids] = inputs;
  const source = x!.shape.length === 1 ? NUMBERS : ROWS;
  return [{ source, inputs, output: y!, constants: sizes(x!.shape, ids!) }];
}

export function gpuGradient({ inputs, outputs: [dx] }: Node): readonly GpuCall[] {
  const source = dx!.shape.length === 1 ? NUMBERS_GRADIENT : ROWS_GRADIENT;
  return [{ source, inputs, output: dx!, constants: sizes(dx!.shape, inputs[0]!) }];
}

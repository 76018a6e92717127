import { type GpuCall, temporary } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// In float32, as GPUs have it; columns first, then their sums, so that no sum is long.

const COLUMN = `function (x) {
  let sum = 0;
  for (let i = 0; i < this.constants.rows; i++) {
    sum += x[i][this.thread.x] * x[i][this.thread.x];
  }
  return sum;
}`;

const TOTAL = `function (columns) {
  let sum = 0;
  for (let j = 0; j < this.constants.columns; j++) {
    sum += columns[0][j];
  }
  return sum;
}`;

export function gpu({ inputs: [x], outputs: [sum] }: Node): readonly GpuCall[] {
  // kernels take no empty tensors
  if (x!.size === 0) return [{ source: 'function () { return 0; }', inputs: [], output: sum! }];
  const columns = last(x!);
  const partial = temporary([columns]);
  return [
    { source: COLUMN, inputs: [x!], output: partial, constants: { rows: rows(x!) } },
    { source: TOTAL, inputs: [partial], output: sum!, constants: { columns } },
  ];
}

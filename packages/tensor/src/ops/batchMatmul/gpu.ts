import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Tensor } from '../../graph/tensor.ts';
import type { BatchMatmulForm, Product } from './product.ts';

// `a` and `b` as expressions of the batch element, its row i, the column x and step k along the product
const product = (a: string, b: string) => `function (a, b) {
  const element = Math.floor((this.thread.y + 0.5) / this.constants.m);
  const i = this.thread.y - element * this.constants.m;
  let sum = 0;
  for (let k = 0; k < this.constants.depth; k++) {
    sum += ${a} * ${b};
  }
  return sum;
}`;

const STEP = 'element * this.constants.depth + k';
const SOURCES = {
  nn: product('a[this.thread.y][k]', `b[${STEP}][this.thread.x]`),
  nt: product('a[this.thread.y][k]', 'b[element * this.constants.n + this.thread.x][k]'),
  tn: product(`a[${STEP}][i]`, `b[${STEP}][this.thread.x]`),
} as const;

export function gpu(
  form: BatchMatmulForm,
  { m, k, n }: Product,
  inputs: readonly Tensor[],
  output: Tensor,
): readonly GpuCall[] {
  // kernels take no empty tensors, and a sum of no terms is 0
  if (k === 0) return [{ source: 'function () { return 0; }', inputs: [], output }];
  return [{ source: SOURCES[form], inputs, output, constants: { m, depth: k, n } }];
}

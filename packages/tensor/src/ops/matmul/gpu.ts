import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// `a` and `b` as expressions of row y, column x of the result and step k along the product
const product = (parameters: string, a: string, b: string, start: string) => `function (${parameters}) {
  let sum = ${start};
  for (let k = 0; k < this.constants.depth; k++) {
    sum += ${a} * ${b};
  }
  return sum;
}`;

const ROW = 'a[this.thread.y][k]';
const SOURCES = {
  nn: [ROW, 'b[k][this.thread.x]'],
  nt: [ROW, 'b[this.thread.x][k]'],
  tn: ['a[k][this.thread.y]', 'b[k][this.thread.x]'],
} as const;

export function gpu({ inputs, outputs, attributes }: Node): readonly GpuCall[] {
  const [a] = inputs;
  const [left, right] = SOURCES[attributes.transposeA ? 'tn' : attributes.transposeB ? 'nt' : 'nn'];
  const source = inputs[2]
    ? product('a, b, residual', left, right, 'residual[this.thread.y][this.thread.x]')
    : product('a, b', left, right, '0');
  const depth = attributes.transposeA ? rows(a!) : last(a!);
  return [{ source, inputs, output: outputs[0]!, constants: { depth } }];
}

import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import { last, rows } from '../rules.ts';

// `a` and `b` as expressions of row y, column x of the result and step k along the product
const product = (parameters: readonly string[], a: string, b: string, start: string) =>
  `function (${parameters.join(', ')}) {
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
const ADDENDS = {
  bias: 'bias[0][this.thread.x]',
  residual: 'residual[this.thread.y][this.thread.x]',
} as const;

export function gpu({ inputs, outputs, attributes }: Node): readonly GpuCall[] {
  const [a] = inputs;
  const [left, right] = SOURCES[attributes.transposeA ? 'tn' : attributes.transposeB ? 'nt' : 'nn'];
  const added = [
    ...(attributes.hasBias ? (['bias'] as const) : []),
    ...(attributes.hasResidual ? (['residual'] as const) : []),
  ];
  const start = added.map(name => ADDENDS[name]).join(' + ') || '0';
  const depth = attributes.transposeA ? rows(a!) : last(a!);
  const source = product(['a', 'b', ...added], left, right, start);
  return [{ source, inputs, output: outputs[0]!, constants: { depth } }];
}

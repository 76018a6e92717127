import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { ReductionAttributes } from '../axes.ts';
import { reductionConstants, reductionKernel, spreadKernel } from './gpuAxes.ts';

export function gpuSum(mean: boolean, node: Node<ReductionAttributes>): readonly GpuCall[] {
  const { inputs, outputs, attributes } = node;
  const [x, y, { axis }] = [inputs[0]!, outputs[0]!, attributes];
  const end = mean ? '(sum + line) / this.constants.length' : 'sum + line';
  // sums of lines first, so that none is long
  const start = 'let sum = 0; let line = 0;';
  const body = `if (j === 0) { sum += line; line = 0; }
      line += value;`;
  const source = reductionKernel(x.shape, axis, start, body, end);
  return [{ source, inputs, output: y, constants: reductionConstants(x, y, axis) }];
}

export function gpuSpread(mean: boolean, axis: number, { inputs, outputs }: Node): readonly GpuCall[] {
  const [dy, dx] = [inputs[0]!, outputs[0]!];
  const result = mean ? 'slope / this.constants.length' : 'slope';
  const source = spreadKernel(dx.shape, axis, 'dy', result);
  return [{ source, inputs, output: dx, constants: reductionConstants(dx, dy, axis) }];
}

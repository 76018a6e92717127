import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Node } from '../../graph/op.ts';
import type { ReductionAttributes } from '../axes.ts';
import { PLACE, reductionConstants, reductionKernel, spreadKernel } from '../sum/gpuAxes.ts';

export function gpuMax({
  inputs,
  outputs: [y, place],
  attributes: { axis },
}: Node<ReductionAttributes>): readonly GpuCall[] {
  const x = inputs[0]!;
  const constants = reductionConstants(x, y!, axis);
  const start = 'let top = 0; let place = -1;';
  // neither above nor below: a NaN, which stays
  const body = `if (place < 0 || value > top) {
        top = value;
        place = ${PLACE};
      } else if (!(value <= top)) {
        if (top <= top) { place = ${PLACE}; }
        top = top + value;
      }`;
  const kernel = (result: string) => reductionKernel(x.shape, axis, start, body, result);
  return [
    { source: kernel('top'), inputs, output: y!, constants },
    { source: kernel('place'), inputs, output: place!, constants },
  ];
}

export function gpuGradient(axis: number, { inputs, outputs }: Node): readonly GpuCall[] {
  const [dy, dx] = [inputs[0]!, outputs[0]!];
  const source = spreadKernel(
    dx.shape,
    axis,
    'dy, places',
    'Math.abs(places[row][column] - place) < 0.5 ? slope : 0',
  );
  return [{ source, inputs, output: dx, constants: reductionConstants(dx, dy, axis) }];
}

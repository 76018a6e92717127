// SwiGLU (Shazeer 2020): silu(gate) * up, with silu(g) = g * sigmoid(g).
//
// With s = sigmoid(g): dgate = dy * up * s * (1 + g * (1 - s)), dup = dy * g * s.

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, batch, sameShape } from '../rules.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'swiglu',
  infer: ([gate, up]) => {
    areFloats('swiglu', { gate: gate!, up: up! });
    sameShape('swiglu', gate!, up!);
    return [gate!];
  },
  gradient: ({ inputs: [gate, up] }, [dy]) => record(gradientOp, [gate!, up!, dy!], {}),
  simd: ({ inputs: [gate, up], outputs: [y] }, emit) => {
    const units = batch(y!);
    emit.call('swiglu', units, [emit.read(gate!), emit.read(up!), emit.write(y!), y!.size / units]);
  },
  gpu: gpuForward,
};

const gradientOp: Op<Record<string, never>> = {
  name: 'swigluGradient',
  infer: ([gate, up]) => [gate!, up!],
  simd: ({ inputs: [gate, up, dy], outputs: [dgate, dup] }, emit) => {
    const units = batch(dy!);
    emit.call('swigluGradient', units, [
      emit.read(gate!),
      emit.read(up!),
      emit.read(dy!),
      emit.write(dgate!),
      emit.write(dup!),
      dy!.size / units,
    ]);
  },
  gpu: gpuGradient,
};

/** silu(gate) * up, elementwise. Shapes must be equal; throws ShapeError otherwise. */
export function swiglu(gate: Tensor, up: Tensor): Tensor {
  return record(op, [gate, up], {})[0]!;
}

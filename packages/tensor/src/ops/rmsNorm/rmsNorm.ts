// RMSNorm (Zhang and Sennrich 2019): y = w * x / sqrt(mean(x^2) + epsilon), over the last axis.
//
// With r = 1 / sqrt(mean(x^2) + epsilon) and n features:
//   dx = r * (w dy) - x * r^3 / n * sum(w dy x)        dw = sum over rows of dy x r

import type { Emitter } from '../../backends/simd/emitter.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, batch, hasShape, last, leading, rows } from '../rules.ts';
import { gpuForward, gpuGradientInput, gpuGradientWeight } from './gpu.ts';

const op: Op<{ readonly epsilon: number }> = {
  name: 'rmsNorm',
  infer: ([x, weight]) => {
    areFloats('rmsNorm', { x: x!, weight: weight! });
    hasShape('rmsNorm', 'weight', weight!, [last(x!)]);
    return [x!, { shape: leading(x!), dtype: 'f32' }];
  },
  gradient: ({ inputs: [x, weight], outputs: [, scale] }, [dy]) => [
    record(inputOp, [x!, weight!, scale!, dy!], {})[0],
    record(weightOp, [x!, scale!, dy!], {})[0],
  ],
  simd: ({ inputs: [x, weight], outputs: [y, scale], attributes }, emit) => {
    const units = batch(scale!);
    emit.call('rmsNorm', units, [
      emit.read(x!),
      emit.readAll(weight!),
      emit.write(y!),
      emit.write(scale!),
      rows(x!) / units,
      last(x!),
      { f32: attributes.epsilon },
    ]);
  },
  gpu: gpuForward,
};

const inputOp: Op<Record<string, never>> = {
  name: 'rmsNormGradientInput',
  infer: ([x]) => [x!],
  simd: ({ inputs: [x, weight, scale, dy], outputs: [dx] }, emit) => {
    const units = batch(scale!);
    emit.call('rmsNormGradientInput', units, [
      emit.read(x!),
      emit.readAll(weight!),
      emit.read(scale!),
      emit.read(dy!),
      emit.write(dx!),
      rows(x!) / units,
      last(x!),
    ]);
  },
  gpu: gpuGradientInput,
};

const weightOp: Op<Record<string, never>> = {
  name: 'rmsNormGradientWeight',
  infer: ([x]) => [{ shape: [last(x!)], dtype: 'f32' }],
  simd: (node, emit) => emitWeight(node, emit, node.outputs[0]!, false),
  simdAdd: node => (emit, variable) => emitWeight(node, emit, variable, true),
  gpu: gpuGradientWeight,
};

function emitWeight({ inputs: [x, scale, dy] }: Node, emit: Emitter, dweight: Tensor, isSum: boolean): void {
  emit.call('rmsNormGradientWeight', last(x!), [
    emit.readAll(x!),
    emit.readAll(scale!),
    emit.readAll(dy!),
    emit.write(dweight),
    rows(x!),
    last(x!),
    Number(isSum),
  ]);
}

/** RMSNorm over the last axis. Shapes: x [..., n], weight [n] -> [..., n]. */
export function rmsNorm(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  return record(op, [x, weight], { epsilon })[0]!;
}

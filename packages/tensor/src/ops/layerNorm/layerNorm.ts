// LayerNorm (Ba, Kiros and Hinton 2016): y = (x - mean) / sqrt(variance + epsilon) * weight + bias, over the last axis.
//
// With r = 1 / sqrt(variance + epsilon), h = (x - mean) r and g = weight dy:
//   dx = r (g - mean(g) - h mean(g h))     dweight = sum over rows of dy h     dbias = sum over rows of dy

import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, hasShape, last, leading, rows, rowUnits } from '../rules.ts';
import { gpuForward, gpuGradientInput, gpuGradientWeight } from './gpu.ts';

const op: Op<{ readonly epsilon: number }> = {
  name: 'layerNorm',
  infer: ([x, weight, bias]) => {
    areFloats('layerNorm', { x: x!, weight: weight!, bias: bias! });
    hasShape('layerNorm', 'weight', weight!, [last(x!)]);
    hasShape('layerNorm', 'bias', bias!, [last(x!)]);
    const each = { shape: [...leading(x!), 1], dtype: 'f32' } as const;
    return [x!, each, each];
  },
  gradient: ({ inputs: [x, weight], outputs: [, mean, scale] }, [dy]) => [
    record(inputOp, [x!, weight!, mean!, scale!, dy!], {})[0],
    ...record(weightOp, [x!, mean!, scale!, dy!], {}),
  ],
  simd: ({ inputs: [x, weight, bias], outputs, attributes }, emit) => {
    const units = rowUnits(x!);
    emit.call('layerNorm', units, [
      emit.read(x!),
      emit.readAll(weight!),
      emit.readAll(bias!),
      ...outputs.map(output => emit.write(output)),
      rows(x!) / units,
      last(x!),
      { f32: attributes.epsilon },
    ]);
  },
  gpu: gpuForward,
};

const inputOp: Op<Record<string, never>> = {
  name: 'layerNormGradientInput',
  infer: ([x]) => [x!],
  simd: ({ inputs: [x, weight, mean, scale, dy], outputs: [dx] }, emit) => {
    const units = rowUnits(x!);
    emit.call('layerNormGradientInput', units, [
      emit.read(x!),
      emit.readAll(weight!),
      emit.read(mean!),
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
  name: 'layerNormGradientWeight',
  infer: ([x]) => {
    const spec = { shape: [last(x!)], dtype: 'f32' } as const;
    return [spec, spec];
  },
  simd: ({ inputs, outputs }, emit) => {
    const [x] = inputs;
    emit.call('layerNormGradientWeight', last(x!), [
      ...inputs.map(tensor => emit.readAll(tensor)),
      ...outputs.map(output => emit.write(output)),
      rows(x!),
      last(x!),
    ]);
  },
  gpu: gpuGradientWeight,
};

/**
 * y = (x - mean(x)) / sqrt(var(x) + epsilon) weight + bias over the last axis, with the variance of all n numbers.
 * Shapes: x [..., n], weight [n], bias [n] -> [..., n]. Throws ShapeError.
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor, epsilon: number): Tensor {
  return record(op, [x, weight, bias], { epsilon })[0]!;
}

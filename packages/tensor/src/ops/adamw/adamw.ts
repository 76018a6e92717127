// AdamW (Loshchilov and Hutter 2019), decoupled weight decay, one fused pass:
//
//   g = scale * gradient          m = b1 m + (1 - b1) g          v = b2 v + (1 - b2) g^2
//   w = w (1 - rate * decay) - rate * (m / c1) / (sqrt(v / c2) + epsilon),   c = 1 - b^step

import { type Op, record } from '../../graph/op.ts';
import type { Tensor, Variable } from '../../graph/tensor.ts';
import { areFloats, batch, EFFECT, hasShape, sameShape } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'adamw',
  mutates: [0, 1, 2, 3],
  infer: ([parameter, gradient, m, v, settings]) => {
    areFloats('adamw', { parameter: parameter!, gradient: gradient!, m: m!, v: v!, settings: settings! });
    sameShape('adamw', parameter!, gradient!, m!, v!);
    hasShape('adamw', 'settings', settings!, [8]);
    return [EFFECT];
  },
  simd: ({ inputs: [parameter, gradient, m, v, settings] }, emit) => {
    const units = batch(parameter!);
    emit.call('adamw', units, [
      emit.write(parameter!),
      emit.write(gradient!),
      emit.write(m!),
      emit.write(v!),
      emit.readAll(settings!),
      parameter!.size / units,
    ]);
  },
  gpu,
};

export interface AdamWSettings {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  readonly weightDecay: number;
  /** 1 at the first update. */
  readonly step: number;
  /** Factor on the gradients: below 1 where their norm is clipped. */
  readonly gradientScale: number;
}

/** The numbers that `adamw` takes as its `settings` input, f32 [8]. */
export function adamwSettings(settings: AdamWSettings): Float32Array {
  const { learningRate, beta1, beta2, epsilon, weightDecay, step, gradientScale } = settings;
  return Float32Array.of(
    learningRate / (1 - beta1 ** step),
    beta1,
    beta2,
    epsilon,
    1 - learningRate * weightDecay,
    1 / (1 - beta2 ** step),
    gradientScale,
    0,
  );
}

/**
 * Updates `parameter` and its moments in place and sets `gradient` to zero for the next window.
 * All four have one shape; `settings` is an input f32 [8] (see adamwSettings). Returns a handle for `effects`.
 */
export function adamw(
  parameter: Variable,
  gradient: Variable,
  m: Variable,
  v: Variable,
  settings: Tensor,
): Tensor {
  return record(op, [parameter, gradient, m, v, settings], {})[0]!;
}

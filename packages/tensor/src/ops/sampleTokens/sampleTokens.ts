// Draws one token a row from softmax(logits / temperature), given a uniform number a row: inverse transform sampling.
// The random numbers come from outside, so that a draw depends on its own seed and not on its neighbours.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, batch, hasShape, last, leading, rows } from '../rules.ts';
import { gpu } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'sampleTokens',
  infer: ([logits, uniform, temperature]) => {
    areFloats('sampleTokens', { logits: logits!, uniform: uniform!, temperature: temperature! });
    if (logits!.shape.length === 0 || last(logits!) === 0) {
      throw new ShapeError(
        `sampleTokens: logits must have shape [..., vocabulary] with a token at least; got ${shapes(logits!)}`,
      );
    }
    hasShape('sampleTokens', 'uniform', uniform!, leading(logits!));
    hasShape('sampleTokens', 'temperature', temperature!, [1]);
    return [
      { shape: leading(logits!), dtype: 'i32' },
      { shape: leading(logits!), dtype: 'f32' },
    ];
  },
  simd: ({ inputs: [logits, uniform, temperature], outputs: [tokens, logProb] }, emit) => {
    const units = batch(tokens!);
    emit.call('sampleTokens', units, [
      emit.read(logits!),
      emit.read(uniform!),
      emit.readAll(temperature!),
      emit.write(tokens!),
      emit.write(logProb!),
      rows(logits!) / units,
      last(logits!),
    ]);
  },
  gpu,
};

/**
 * Samples tokens. Shapes: logits [..., vocabulary], uniform in [0, 1) [...], temperature [1]
 * -> tokens i32 [...] and their log-probabilities at temperature 1 (what scoring gives) [...].
 * Temperature 0 takes the most likely token, the first of equals.
 */
export function sampleTokens(
  logits: Tensor,
  uniform: Tensor,
  temperature: Tensor,
): { readonly tokens: Tensor; readonly logProb: Tensor } {
  const [tokens, logProb] = record(op, [logits, uniform, temperature], {});
  return { tokens: tokens!, logProb: logProb! };
}

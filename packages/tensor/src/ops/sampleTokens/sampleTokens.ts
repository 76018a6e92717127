// Draws one token a row from softmax(logits / temperature), given a uniform number a row: inverse transform sampling.
// The random numbers come from outside, so that a draw depends on its own seed and not on its neighbours. So do the options:
// each row has its own.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { areFloats, batch, hasShape, hasType, last, leading, rows } from '../rules.ts';
import { gpu } from './gpu.ts';

/** Which tokens of a row may be drawn, each i32 or f32 of a number a row; what they leave is drawn in proportion. */
export interface SampleFilters {
  /** The k most likely, i32; 0: all. */
  readonly topK: Tensor;
  /** Of those, the fewest whose probabilities come to p of their sum (the nucleus; Holtzman et al. 2020); 1: all. */
  readonly topP: Tensor;
  /** Of those, the ones at least minP times as likely as the likeliest (Nguyen et al. 2024); 0: all. */
  readonly minP: Tensor;
}

/** Bytes of the kernel's tables; see filter.as.ts. */
const TABLES = 0x3f81 * 12 + 0x10000 * 4;

const op: Op<Record<string, never>> = {
  name: 'sampleTokens',
  infer: ([logits, uniform, temperature, topK, topP, minP]) => {
    areFloats('sampleTokens', { logits: logits!, uniform: uniform!, temperature: temperature! });
    if (logits!.shape.length === 0 || last(logits!) === 0) {
      throw new ShapeError(
        `sampleTokens: logits must have shape [..., vocabulary] with a token at least; got ${shapes(logits!)}`,
      );
    }
    const perRow = leading(logits!);
    hasShape('sampleTokens', 'uniform', uniform!, perRow);
    hasShape('sampleTokens', 'temperature', temperature!, perRow);
    if (topK && topP && minP) {
      hasType('sampleTokens', 'topK', topK, 'i32');
      areFloats('sampleTokens', { topP, minP });
      for (const [name, tensor] of Object.entries({ topK, topP, minP })) {
        hasShape('sampleTokens', name, tensor, perRow);
      }
    }
    return [
      { shape: perRow, dtype: 'i32' },
      { shape: perRow, dtype: 'f32' },
    ];
  },
  simd: ({ inputs: [logits, uniform, temperature, ...filters], outputs: [tokens, logProb] }, emit) => {
    const units = batch(tokens!);
    emit.call('sampleTokens', units, [
      emit.read(logits!),
      emit.read(uniform!),
      emit.read(temperature!),
      emit.write(tokens!),
      emit.write(logProb!),
      rows(logits!) / units,
      last(logits!),
      ...(filters.length > 0
        ? [...filters.map(filter => emit.read(filter)), ...emit.scratch(TABLES + 4 * last(logits!))]
        : [0, 0, 0, 0, 0]),
    ]);
  },
  gpu,
};

/**
 * Samples tokens. Shapes: logits [..., vocabulary]; uniform in [0, 1), temperature and each of the filters [...]
 * -> tokens i32 [...] and their log-probabilities at temperature 1, of the unfiltered distribution (what scoring gives)
 * [...].
 *
 * Temperature 0 takes the most likely token, the first of equals. Filters go by softmax(logits / temperature), topK first,
 * then topP of what that left, then minP; equally likely tokens stay or go together. Throws ShapeError.
 */
export function sampleTokens(
  logits: Tensor,
  uniform: Tensor,
  temperature: Tensor,
  filters?: SampleFilters,
): { readonly tokens: Tensor; readonly logProb: Tensor } {
  const inputs = [logits, uniform, temperature];
  if (filters) inputs.push(filters.topK, filters.topP, filters.minP);
  const [tokens, logProb] = record(op, inputs, {});
  return { tokens: tokens!, logProb: logProb! };
}

// How much work memory is watched over.

import { readSettings } from '../engine/settings.ts';
import type { Work } from './workload.ts';

/** Steps. */
export interface Counts {
  readonly train: number;
  readonly decode: number;
}

export const FULL: Counts = { train: 1000, decode: 10_000 };
export const QUICK: Counts = { train: 100, decode: 2000 };

/** Model a as the engine bench trains it; 8 rows are decoded. */
export function modelA(): Work {
  const { model, training, decoding } = readSettings().models.find(({ name }) => name === 'a')!;
  const { promptTokens, newTokens } = decoding!;
  return { model, training, decoding: { rows: 8, promptTokens, newTokens } };
}

/** A model that WebGPU in software trains in bearable time: every kind of operation of a, in small. */
export function small(): Work {
  const { model } = modelA();
  return {
    model: {
      ...model,
      num_hidden_layers: 1,
      hidden_size: 16,
      num_attention_heads: 2,
      num_key_value_heads: 2,
      intermediate_size: 32,
      vocab_size: 16,
      max_position_embeddings: 32,
    },
    training: { rows: 8, tokens: 8 },
    decoding: { rows: 8, promptTokens: 8, newTokens: 16 },
  };
}

// Small decoders, their weights and rows of tokens, drawn by fast-check or fixed.

import { fc } from '@fast-check/vitest';
import type { DecoderConfig } from '../decoder/config.ts';
import { initialWeights } from '../decoder/parameters.ts';
import type { RowGradients } from '../learning/learner.ts';
import type { TokenRow } from '../learning/rows.ts';
import { normal, uniform } from '../random.ts';

const VOCABULARY = 19;

/** A fixed decoder that has every feature: grouped heads, a head of its own, sizes that fill no vector. */
export const TINY: DecoderConfig = {
  vocab_size: VOCABULARY,
  hidden_size: 24,
  intermediate_size: 20,
  num_hidden_layers: 2,
  num_attention_heads: 4,
  num_key_value_heads: 2,
  max_position_embeddings: 40,
  rms_norm_eps: 1e-5,
  rope_theta: 10_000,
  tie_word_embeddings: false,
  // far from uniform: differences show
  initializer_range: 0.3,
};

/** What fast-check draws, and prints where a property fails; `materials` makes the rest of it. */
export interface Case {
  readonly config: DecoderConfig;
  readonly lengths: readonly number[];
  readonly seed: number;
}

export interface Materials {
  readonly weights: Map<string, Float32Array>;
  readonly rows: TokenRow[];
  /** The derivatives a loss would give back. */
  readonly factors: RowGradients[];
}

export function materials({ config, lengths, seed }: Case): Materials {
  const rows = rowsOf(lengths, seed);
  return { weights: weightsOf(config, seed), rows, factors: factorsOf(rows, seed) };
}

/** Decoders of every family, of 1 or 2 layers with 2 to 4 heads, and 1 to 4 rows of 5 to 13 tokens. */
export const cases: fc.Arbitrary<Case> = fc
  .record({
    layers: fc.integer({ min: 1, max: 2 }),
    heads: fc.constantFrom([2, 1], [2, 2], [3, 1], [3, 3], [4, 1], [4, 2], [4, 4]),
    headSize: fc.constantFrom(2, 4, 6),
    intermediate: fc.constantFrom(7, 20, 33),
    theta: fc.constantFrom(100, 10_000),
    tied: fc.boolean(),
    family: fc.constantFrom<Partial<DecoderConfig>>(
      {},
      { model_type: 'llama', qkv_bias: true, output_bias: true, mlp_bias: true },
      { model_type: 'mistral', head_dim: 8 },
      { model_type: 'qwen2', qkv_bias: true },
      { model_type: 'qwen3', qk_norm: true, head_dim: 2 },
      { model_type: 'qwen3', qk_norm: true, head_dim: 6, qkv_bias: true, output_bias: true },
    ),
    lengths: fc.array(fc.integer({ min: 5, max: 13 }), { minLength: 1, maxLength: 4 }),
    seed: fc.integer({ min: 0, max: 1e6 }),
  })
  .map(({ layers, heads: [heads, kvHeads], headSize, intermediate, theta, tied, family, lengths, seed }) => {
    const config: DecoderConfig = {
      ...TINY,
      hidden_size: heads! * headSize,
      intermediate_size: intermediate,
      num_hidden_layers: layers,
      num_attention_heads: heads!,
      num_key_value_heads: kvHeads!,
      max_position_embeddings: 13,
      rope_theta: theta,
      tie_word_embeddings: tied,
      ...family,
    };
    return { config, lengths, seed };
  });

/** Fresh weights, with norms that are not all 1 and biases that are not all 0. */
export function weightsOf(config: DecoderConfig, seed: number): Map<string, Float32Array> {
  const weights = initialWeights(config, seed);
  const draw = normal(seed, 1000);
  for (const [name, data] of weights)
    if (name.endsWith('norm.weight') || name.endsWith('.bias'))
      weights.set(
        name,
        data.map((usual, i) => usual + 0.2 * draw(i)),
      );
  return weights;
}

/** Rows of random tokens; each is scored from somewhere in its first half. */
export function rowsOf(lengths: readonly number[], seed: number): TokenRow[] {
  return lengths.map((length, row) => ({
    tokens: Int32Array.from({ length }, (_, t) => Math.floor(VOCABULARY * uniform(seed, 2000 + row, t))),
    start: 1 + Math.floor((length / 2) * uniform(seed, 3000, row)),
  }));
}

/** Random derivatives for each scored token. */
export function factorsOf(rows: readonly TokenRow[], seed: number): RowGradients[] {
  return rows.map(({ tokens, start }, row) => {
    const draw = normal(seed, 4000 + row);
    const each = (offset: number) =>
      Float64Array.from({ length: tokens.length - start }, (_, t) => Math.fround(draw(2 * t + offset)));
    return { logProb: each(0), entropy: each(1) };
  });
}

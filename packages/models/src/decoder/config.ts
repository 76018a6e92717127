// The shape of a decoder. Fields that Hugging Face's config.json has under one name in every family have that name here;
// what families say differently, or not at all, is said in our words.

import type { RopeScaling } from './rope.ts';

/** Families of checkpoints, by the name that config.json has for them. */
export type ModelType = 'llama' | 'mistral' | 'qwen2' | 'qwen3';

/** Sizes are counts; all positive whole numbers unless said. */
export interface DecoderConfig {
  readonly vocab_size: number;
  readonly hidden_size: number;
  /** Width of the SwiGLU between gate and down. */
  readonly intermediate_size: number;
  readonly num_hidden_layers: number;
  readonly num_attention_heads: number;
  /** Divides the attention heads. */
  readonly num_key_value_heads: number;
  /** Longest sequence in tokens, prompt and completion together. */
  readonly max_position_embeddings: number;
  readonly rms_norm_eps: number;
  readonly rope_theta: number;
  /** The output head is the embedding table. */
  readonly tie_word_embeddings: boolean;
  /** Standard deviation of freshly drawn weights. */
  readonly initializer_range: number;
  /** Whose config.json a saved model gets. Default: llama. */
  readonly model_type?: ModelType;
  /** Features of a head, an even number. Default: hidden_size / num_attention_heads. */
  readonly head_dim?: number;
  /** Queries, keys and values have a bias. Default: false. */
  readonly qkv_bias?: boolean;
  /** The projection of what was attended to has a bias. Default: false. */
  readonly output_bias?: boolean;
  /** Gate, up and down have a bias. Default: false. */
  readonly mlp_bias?: boolean;
  /** Each head of queries and keys is normalised before it is turned. Default: false. */
  readonly qk_norm?: boolean;
  /** How rotary frequencies are stretched to longer contexts. Default: not at all. */
  readonly rope_scaling?: RopeScaling;
}

/** Features of a head. */
export function headSize({ head_dim, hidden_size, num_attention_heads }: DecoderConfig): number {
  return head_dim ?? hidden_size / num_attention_heads;
}

const EXAMPLES = { rms_norm_eps: 1e-5, rope_theta: 10_000, initializer_range: 0.02 } as const;

/** Throws RangeError, naming the field, when a config can't be built. */
export function checkConfig(config: DecoderConfig): DecoderConfig {
  const whole = [
    'vocab_size',
    'hidden_size',
    'intermediate_size',
    'num_hidden_layers',
    'num_attention_heads',
    'num_key_value_heads',
    'max_position_embeddings',
  ] as const;
  for (const name of whole) {
    if (Number.isInteger(config[name]) && config[name] > 0) continue;
    throw new RangeError(`config: ${name} is a positive whole number, for example 64; got ${config[name]}`);
  }
  // a field missing from config.json would otherwise come out as NaN, far from here
  for (const name of ['rms_norm_eps', 'rope_theta', 'initializer_range'] as const) {
    if (Number.isFinite(config[name]) && config[name] > 0) continue;
    throw new RangeError(
      `config: ${name} is a positive number, for example ${EXAMPLES[name]}; got ${config[name]}`,
    );
  }
  if (typeof config.tie_word_embeddings !== 'boolean') {
    throw new RangeError(`config: tie_word_embeddings is true or false; got ${config.tie_word_embeddings}`);
  }
  const { hidden_size, num_attention_heads, num_key_value_heads, head_dim } = config;
  if (head_dim !== undefined && !(Number.isInteger(head_dim) && head_dim > 0 && head_dim % 2 === 0)) {
    throw new RangeError(
      `config: head_dim is an even positive whole number, for example 64; got ${head_dim}`,
    );
  }
  if (
    head_dim === undefined &&
    (hidden_size % num_attention_heads !== 0 || (hidden_size / num_attention_heads) % 2 !== 0)
  ) {
    throw new RangeError(
      `config: hidden_size / num_attention_heads is an even whole number, for example 64 / 4; got ${hidden_size} / ${num_attention_heads}`,
    );
  }
  if (num_attention_heads % num_key_value_heads !== 0) {
    throw new RangeError(
      `config: num_attention_heads is a multiple of num_key_value_heads, for example 4 and 2; got ${num_attention_heads} and ${num_key_value_heads}`,
    );
  }
  for (const [name, value] of Object.entries(config.rope_scaling ?? {})) {
    if (typeof value !== 'number' || (Number.isFinite(value) && value > 0)) continue;
    throw new RangeError(`config: rope_scaling.${name} is a positive number, for example 8; got ${value}`);
  }
  return config;
}

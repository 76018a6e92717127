// The shape of a decoder, in the names of Hugging Face's config.json for the Llama family.

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
  const { hidden_size, num_attention_heads, num_key_value_heads } = config;
  if (hidden_size % num_attention_heads !== 0 || (hidden_size / num_attention_heads) % 2 !== 0) {
    throw new RangeError(
      `config: hidden_size / num_attention_heads is an even whole number, for example 64 / 4; got ${hidden_size} / ${num_attention_heads}`,
    );
  }
  if (num_attention_heads % num_key_value_heads !== 0) {
    throw new RangeError(
      `config: num_attention_heads is a multiple of num_key_value_heads, for example 4 and 2; got ${num_attention_heads} and ${num_key_value_heads}`,
    );
  }
  return config;
}

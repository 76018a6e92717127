// What a family of checkpoints is to us: how its config.json says what DecoderConfig says, there and back.

import type { DecoderConfig, ModelType } from '../decoder/config.ts';
import type { ConfigFile, Fields } from './fields.ts';
import { readRope, writeRope } from './rope.ts';

export interface Family {
  readonly model_type: ModelType;
  /** What config.json names under `architectures`. */
  readonly architecture: string;
  /**
   * The decoder of a config.json, for sequences of at most `limit` tokens.
   * Throws RangeError naming a field that is missing, wrong or not supported.
   */
  read(fields: Fields, limit: number): DecoderConfig;
  /** What to write besides the fields that all families share. */
  write(config: DecoderConfig): ConfigFile;
}

/** Fields that all families share. `kvHeads` and `headDim`: what transformers takes where the file does not say. */
export function readShared(
  fields: Fields,
  limit: number,
  { kvHeads, headDim }: { readonly kvHeads?: number; readonly headDim?: number } = {},
): DecoderConfig {
  fields.only('hidden_act', 'silu', 'the feed-forward is SwiGLU');
  fields.only('attention_dropout', 0, 'there is no dropout here, and 0 is what sampling uses anyway');
  const heads = fields.count('num_attention_heads');
  const positions = fields.count('max_position_embeddings');
  return {
    vocab_size: fields.count('vocab_size'),
    hidden_size: fields.count('hidden_size'),
    intermediate_size: fields.count('intermediate_size'),
    num_hidden_layers: fields.count('num_hidden_layers'),
    num_attention_heads: heads,
    num_key_value_heads: fields.count('num_key_value_heads', kvHeads ?? heads),
    max_position_embeddings: Math.min(positions, limit),
    rms_norm_eps: fields.positive('rms_norm_eps'),
    ...readRope(fields, positions),
    tie_word_embeddings: fields.flag('tie_word_embeddings', false),
    initializer_range: fields.positive('initializer_range', 0.02),
    ...((headDim !== undefined || fields.isGiven('head_dim')) && {
      head_dim: fields.count('head_dim', headDim),
    }),
  };
}

/** The fields that `readShared` reads. */
export function writeShared(config: DecoderConfig): ConfigFile {
  return {
    vocab_size: config.vocab_size,
    hidden_size: config.hidden_size,
    intermediate_size: config.intermediate_size,
    num_hidden_layers: config.num_hidden_layers,
    num_attention_heads: config.num_attention_heads,
    num_key_value_heads: config.num_key_value_heads,
    max_position_embeddings: config.max_position_embeddings,
    rms_norm_eps: config.rms_norm_eps,
    ...writeRope(config),
    tie_word_embeddings: config.tie_word_embeddings,
    initializer_range: config.initializer_range,
    hidden_act: 'silu',
    ...(config.head_dim !== undefined && { head_dim: config.head_dim }),
  };
}

/** Refuses a window of attention shorter than the sequences: within it, and only there, it is full attention. */
export function refuseWindow(fields: Fields, positions: number): void {
  if (!fields.isGiven('sliding_window')) return;
  if (fields.count('sliding_window') >= positions) return;
  fields.refuse(
    'sliding_window',
    `is shorter than the ${positions} positions, and attention over a window is not supported; { maxPositions } no longer than the window makes it full attention`,
  );
}

// Qwen2 and Qwen2.5 (Yang et al. 2024): Llama's block with a bias on queries, keys and values.

import { type Family, readShared, refuseWindow } from './family.ts';
import type { Fields } from './fields.ts';

export const qwen2: Family = {
  model_type: 'qwen2',
  architecture: 'Qwen2ForCausalLM',
  read: (fields, limit) => {
    const config = readShared(fields, limit, { kvHeads: 32 });
    refuseQwenWindow(fields, config.max_position_embeddings);
    return { ...config, model_type: 'qwen2', qkv_bias: true };
  },
  write: () => ({ use_sliding_window: false }),
};

/** The window counts only where it is used at all; the layers that use it may be listed. */
export function refuseQwenWindow(fields: Fields, positions: number): void {
  const isUsed = fields.flag('use_sliding_window', false);
  const listed = fields.texts('layer_types')?.some(type => type !== 'full_attention');
  // the first layers, so many, would not use it
  fields.isGiven('max_window_layers');
  if (isUsed || listed) refuseWindow(fields, positions);
  else fields.isGiven('sliding_window');
}

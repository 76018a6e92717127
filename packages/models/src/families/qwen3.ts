// Qwen3 (Yang et al. 2025): Llama's block, each head of queries and keys normalised, heads of a size of their own.

import { headSize } from '../decoder/config.ts';
import { type Family, readShared } from './family.ts';
import { refuseQwenWindow } from './qwen2.ts';

export const qwen3: Family = {
  model_type: 'qwen3',
  architecture: 'Qwen3ForCausalLM',
  read: (fields, limit) => {
    const config = readShared(fields, limit, { kvHeads: 32, headDim: 128 });
    refuseQwenWindow(fields, config.max_position_embeddings);
    const hasBias = fields.flag('attention_bias', false);
    return {
      ...config,
      model_type: 'qwen3',
      qk_norm: true,
      ...(hasBias && { qkv_bias: true, output_bias: true }),
    };
  },
  write: config => ({
    head_dim: headSize(config),
    attention_bias: config.qkv_bias ?? false,
    use_sliding_window: false,
  }),
};

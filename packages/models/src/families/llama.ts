// Llama 1 to 3.2 (Touvron et al. 2023, Grattafiori et al. 2024) and what has its shape, SmolLM2 among it.

import { type Family, readShared } from './family.ts';

export const llama: Family = {
  model_type: 'llama',
  architecture: 'LlamaForCausalLM',
  read: (fields, limit) => {
    const hasBias = fields.flag('attention_bias', false);
    return {
      ...readShared(fields, limit),
      model_type: 'llama',
      ...(hasBias && { qkv_bias: true, output_bias: true }),
      ...(fields.flag('mlp_bias', false) && { mlp_bias: true }),
    };
  },
  write: config => ({ attention_bias: config.qkv_bias ?? false, mlp_bias: config.mlp_bias ?? false }),
};

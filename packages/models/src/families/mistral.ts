// Mistral (Jiang et al. 2023): Llama's block without biases. Its first version attends over a sliding window.

import { type Family, readShared, refuseWindow } from './family.ts';

export const mistral: Family = {
  model_type: 'mistral',
  architecture: 'MistralForCausalLM',
  read: (fields, limit) => {
    const config = readShared(fields, limit, { kvHeads: 8 });
    refuseWindow(fields, config.max_position_embeddings);
    return { ...config, model_type: 'mistral' };
  },
  write: () => ({ sliding_window: null }),
};

/**
 * An objective times a fixed factor per token: the batch's tokenWeights.
 *
 *     l_t = w_t l_t        dl/dlog p_t = w_t dl/dlog p_t
 *
 * For masks that leave denominators alone (topEntropy, offPolicyRows) and for weights that rollout correction computed
 * elsewhere (verl `rollout_is_weights`, TRL `importance_sampling_ratio`). A row-wise objective's losses are weighed, its
 * gradients token by token, as if the weights of a row were alike.
 */
import type { Objective } from '../../objective.ts';
import { scaled } from './scaled.ts';

export function weighted(objective: Objective): Objective {
  return scaled(
    `weighted(${objective.name})`,
    objective,
    ['tokenWeights'],
    (tokens, t) => tokens.tokenWeights[t]!,
  );
}

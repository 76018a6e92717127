/**
 * An objective times a fixed factor per token: the batch's tokenWeights.
 *
 *     l_t = w_t l_t        dl/dlog p_t = w_t dl/dlog p_t
 *
 * For masks that leave denominators alone (topEntropy, offPolicyRows) and for weights that rollout correction computed
 * elsewhere (verl `rollout_is_weights`, TRL `importance_sampling_ratio`). With one ratio for the row, weigh first: in
 * sequenceLevel(weighted(ppoClip())) a token without weight still moves the ratio that the others' losses depend on.
 */
import type { Objective } from '../../objective.ts';
import type { TokenwiseObjective } from '../../tokenwise.ts';
import { scaled } from './scaled.ts';

export function weighted<T extends Objective>(
  objective: T,
): T extends TokenwiseObjective ? TokenwiseObjective : Objective {
  return scaled(`weighted(${objective.name})`, objective, ['tokenWeights'], token => token.weight);
}

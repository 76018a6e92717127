/**
 * Truncated importance sampling: a factor for what the sampler's own arithmetic made of the policy.
 *
 *     l_t = sg(min(pi_old / pi_rollout, C)) l_t
 *
 * The engine that samples and the one that learns give a token slightly different probabilities; without the factor the
 * gradient is that of neither. verl `rollout_is`; TRL `vllm_importance_sampling_correction`, C = 2 and 3.
 */
import type { Objective } from '../../objective.ts';
import type { TokenwiseObjective } from '../../tokenwise.ts';
import { scaled } from './scaled.ts';

/**
 * @param cap C, where the factor is cut.
 * @throws when it is not positive.
 */
export function truncatedImportance<T extends Objective>(
  objective: T,
  cap = 2,
): T extends TokenwiseObjective ? TokenwiseObjective : Objective {
  if (!(cap > 0)) {
    throw new Error(`truncatedImportance cuts its factor at a positive number, e.g. 2; received ${cap}.`);
  }
  return scaled(
    `truncatedImportance(${objective.name}, ${cap})`,
    objective,
    ['oldLogProb', 'rolloutLogProb'],
    ({ oldLogProb, rolloutLogProb }) => Math.min(Math.exp(oldLogProb - rolloutLogProb), cap),
  );
}

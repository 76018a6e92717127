/**
 * Group sequence policy optimisation: PPO's clip on one ratio for the whole row.
 *
 *     s = exp( (1/|y|) sum_t (log pi_theta - log pi_old) )
 *     l = max(-A s, -A clip(s, 1 - low, 1 + high)),  the same for all tokens of the row
 *     d(sum of the row's l)/dlog p_t = -A s, or 0 where clipped
 *
 * With seqMeanTokenMean the loss is the mean of l over rows. arXiv 2507.18071; TRL with
 * `importance_sampling_level: sequence`. LUSPO (TRL `luspo`) is the same under seqMeanTokenSum: long rows are not
 * weighed down.
 */
import type { Objective } from '../../objective.ts';
import { ppoClip } from './ppoClip.ts';
import { sequenceLevel } from './sequenceLevel.ts';

/** @throws as `ppoClip` does. */
export function gspo(low = 3e-4, high = 4e-4): Objective {
  return { ...sequenceLevel(ppoClip(low, high)), name: `gspo(${low}, ${high})` };
}

/** verl's `gspo`: each token is differentiated on its own, and log s is held below 10. Use verlSeqMeanTokenMean. */
export function gspoToken(low = 3e-4, high = 4e-4): Objective {
  const objective = sequenceLevel(ppoClip(low, high), { form: 'token', logRatioMax: 10 });
  return { ...objective, name: `gspoToken(${low}, ${high})` };
}

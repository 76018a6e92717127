/**
 * On-policy distillation: the student samples, and the teacher's log-probability of each token is its reward.
 *
 *     A_t = log q(y_t) - sg(log p(y_t)),  then any policy objective
 *
 * In expectation over the student's tokens its gradient is that of the reverse KL(p || q). The teacher is the batch's
 * refLogProb; advantages of the batch are not read. TRL's paper index and prime-rl `opd` (arXiv 2306.13649 for the idea).
 */
import type { Objective, ObjectiveTokens } from '../../objective.ts';
import { policyGradient } from './policyGradient.ts';

export function onPolicyDistillation(objective: Objective = policyGradient): Objective {
  return {
    ...objective,
    name: `onPolicyDistillation(${objective.name})`,
    reads: [...objective.reads.filter(input => input !== 'advantages'), 'refLogProb'],
    evaluate(tokens, out) {
      objective.evaluate({ ...tokens, advantages: gains(tokens) }, out);
    },
  };
}

function gains({ mask, logProb, refLogProb }: ObjectiveTokens): Float64Array {
  const advantages = new Float64Array(mask.length);
  for (let t = 0; t < mask.length; t++) if (mask[t]) advantages[t] = refLogProb[t]! - logProb[t]!;
  return advantages;
}

/**
 * SRFT: supervised and reinforcement terms in one step, weighed by how unsure the policy is.
 *
 *     on demonstrations     l = -w log p,  w = scale sg(exp(-H)): imitate where the policy is sure of itself
 *     on own rollouts       l = -w log p where A > 0, w = scale sg(exp(H));  l = log p where A < 0;  0 where A = 0
 *
 * H is the mean entropy over the row's tokens. arXiv 2506.19767, from notes on the paper: whether H is a row's or a
 * batch's mean is our reading, and so is the sign in the rollouts' weight, on which the notes differ.
 */
import type { Objective, ObjectiveTokens } from '../../objective.ts';
import { rowwise } from '../../rowwise.ts';

/** The supervised term on demonstrations. @param scale the paper's is 0.5. */
export function srftDemonstrations(scale = 0.5): Objective {
  return rowwise(
    `srftDemonstrations(${scale})`,
    (tokens, out, start, end, count) => {
      const weight = scale * Math.exp(-meanEntropy(tokens, start, end, count));
      for (let t = start; t < end; t++) {
        if (!tokens.mask[t]) continue;
        out.loss[t] = -weight * tokens.logProb[t]!;
        out.gradient[t] = -weight;
        out.gradEntropy[t] = 0;
      }
    },
    { reads: ['entropy'] },
  );
}

/** The term on the policy's own rollouts, where the sign of the advantage says what succeeded. @param scale 0.1. */
export function srftRollouts(scale = 0.1): Objective {
  return rowwise(
    `srftRollouts(${scale})`,
    (tokens, out, start, end, count) => {
      const { mask, logProb, advantages } = tokens;
      const weight = scale * Math.exp(meanEntropy(tokens, start, end, count));
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        const advantage = advantages[t]!;
        const gradient = advantage > 0 ? -weight : advantage < 0 ? 1 : 0;
        out.gradient[t] = gradient;
        out.loss[t] = gradient === 0 ? 0 : gradient * logProb[t]!;
        out.gradEntropy[t] = 0;
      }
    },
    { reads: ['advantages', 'entropy'] },
  );
}

function meanEntropy({ mask, entropy }: ObjectiveTokens, start: number, end: number, count: number): number {
  let total = 0;
  for (let t = start; t < end; t++) if (mask[t]) total += entropy[t]!;
  return total / count;
}

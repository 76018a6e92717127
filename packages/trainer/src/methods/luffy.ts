// LUFFY (arXiv 2504.14945): one rollout of each group is a whole expert answer, whose tokens get an advantage-weighted,
// shaped probability p / (p + 0.1) in place of an importance ratio.

import { composite, constantLength, drGrpo, luffyShaping, policyGradient } from '@trapo/losses';
import type { MicroGroupPlan } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { Method, MethodOptions } from '../method.ts';
import { microGroupRollouts } from '../rollouts/microGroupRollouts.ts';

export function luffy({ responseLength, entropyCoefficient, groupSize }: MethodOptions): Method {
  const plan = withExpertRow(groupSize);
  const loss = composite({
    completion: policyGradient,
    prefix: luffyShaping(0.1),
    normaliser: constantLength(responseLength),
    entropyCoefficient,
  });
  return {
    name: 'luffy',
    collect: (context, problems) => microGroupRollouts(plan, context, problems),
    advantages: withinGroups(drGrpo),
    loss: () => loss,
    rowsPerProblem: groupSize,
  };
}

/** All but one rollout unguided, then the expert's answer, always: no mean reward reaches the threshold of 2. */
function withExpertRow(groupSize: number): MicroGroupPlan {
  return {
    groupSize,
    sizes: [groupSize - 1, 1],
    ratios: [0, 1],
    thresholds: [-1, 2],
    mode: 'mean',
    experts: [0, 0],
    snap: 'none',
    sftRows: 'all',
    expertRowInBaseline: true,
  };
}

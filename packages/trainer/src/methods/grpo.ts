// GRPO (arXiv 2402.03300) in Dr.GRPO's form (arXiv 2503.20783): no division by the standard deviation, constant length.

import { drGrpo, preset } from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { Method, MethodOptions } from '../method.ts';
import { microGroupRollouts } from '../rollouts/microGroupRollouts.ts';

export function grpo({ responseLength, entropyCoefficient, groupSize }: MethodOptions): Method {
  const loss = preset('grpo', { responseLength, entropyCoefficient });
  return {
    name: 'grpo',
    collect: (context, problems) => microGroupRollouts(noPrefix(groupSize), context, problems),
    advantages: withinGroups(drGrpo),
    loss: () => loss,
    rowsPerProblem: groupSize,
  };
}

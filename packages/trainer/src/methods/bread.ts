// BREAD (arXiv 2506.17211): GRPO; where a whole group fails, a search finds the shortest expert prefix that some rollouts can
// finish. No supervised term.

import { ppoClip, seqMeanTokenMean, grpo as withStd } from '@trapo/losses';
import { bread as anchors } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, policyLoss, sampledBy } from './parts.ts';

export const bread: MethodDefinition = {
  label: 'BREAD',
  usesExperts: true,
  phases: setup =>
    always({
      name: 'bread',
      ...sampledBy(anchors({ groupSize: setup.groupSize })),
      advantages: withinGroups(withStd),
      ...policyLoss(setup, { completion: ppoClip(0.2), normaliser: seqMeanTokenMean }),
    }),
};

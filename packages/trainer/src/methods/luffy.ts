// LUFFY (arXiv 2504.14945): one rollout of each group is a whole expert answer, whose tokens get an advantage-weighted,
// shaped probability p / (p + 0.1) in place of an importance ratio.

import { constantLength, drGrpo, luffyShaping, policyGradient } from '@trapo/losses';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';
import { withExpertRow } from './withExpertRow.ts';

export const luffy: MethodDefinition = {
  label: 'LUFFY',
  usesExperts: true,
  phases: setup =>
    always({
      name: 'luffy',
      ...sampledBy(withExpertRow(setup.groupSize)),
      advantages: withinGroups(drGrpo),
      ...policyLoss(setup, {
        completion: policyGradient,
        prefix: luffyShaping(0.1),
        normaliser: constantLength(lossLength(setup)),
      }),
    }),
};

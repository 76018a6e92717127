// SRFT (arXiv 2506.19767): imitation and reinforcement in one step, weighed by how unsure the policy is. From notes on the
// paper; @trapo/losses says what is our reading.

import { constantLength, drGrpo, offPolicy, srftDemonstrations, srftRollouts } from '@trapo/losses';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';
import { withExpertRow } from './withExpertRow.ts';

export const srft: MethodDefinition = {
  label: 'SRFT',
  usesExperts: true,
  phases: setup =>
    always({
      name: 'srft',
      ...sampledBy(withExpertRow(setup.groupSize)),
      // the expert's row by its group, the policy's own rows by the sign of their reward
      advantages(rows) {
        const { advantages } = withinGroups(drGrpo)(rows);
        rows.forEach(({ row, reward }, i) => {
          if (row.level === 0) advantages[i] = reward >= 1 ? 1 : -1;
        });
        return { advantages };
      },
      ...policyLoss(setup, {
        completion: srftRollouts(),
        terms: [
          { on: 'sft', objective: srftDemonstrations() },
          { on: 'sft', objective: offPolicy(), name: 'demonstrationPolicyLoss' },
        ],
        normaliser: constantLength(lossLength(setup)),
      }),
    }),
};

// REINFORCE with different baselines: the other rollouts of the group (RLOO), or the whole batch (REINFORCE++).

import {
  constantLength,
  rloo as leaveOneOut,
  ppoClip,
  reinforce,
  reinforcePlusPlus,
  tokenMean,
} from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { tokenRewardsOf, withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';

/** RLOO (arXiv 2402.14740): each rollout against the mean of the others. */
export const rloo: MethodDefinition = {
  label: 'RLOO',
  usesExperts: false,
  phases: setup =>
    always({
      name: 'rloo',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: withinGroups((rewards, groups) => leaveOneOut(rewards, groups)),
      ...policyLoss(setup, { completion: reinforce, normaliser: constantLength(lossLength(setup)) }),
    }),
};

/** REINFORCE++ (arXiv 2501.03262): no groups; returns are whitened over all tokens of the step. */
export const reinforcePlusPlusMethod: MethodDefinition = {
  label: 'REINFORCE++',
  usesExperts: false,
  phases: setup =>
    always({
      name: 'reinforce++',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: rows => ({ tokenAdvantages: reinforcePlusPlus(tokenRewardsOf(rows)).advantages }),
      ...policyLoss(setup, { completion: ppoClip(0.2), normaliser: tokenMean }),
    }),
};

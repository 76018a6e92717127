// GRPO (arXiv 2402.03300) and its kin: unguided rollouts, judged within their group, PPO's clip. They differ in what an
// advantage is divided by, in what a ratio is, and in what a sum over tokens is divided by.

import {
  constantLength,
  ppoClip,
  seqMeanTokenMean,
  gspo as sequenceRatio,
  drGrpo as withoutStd,
  grpo as withStd,
} from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';

/** Advantages in standard deviations; every response counts alike, however long. */
export const grpo: MethodDefinition = {
  label: 'GRPO',
  usesExperts: false,
  phases: setup =>
    always({
      name: 'grpo',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: withinGroups(withStd),
      ...policyLoss(setup, { completion: ppoClip(0.2), normaliser: seqMeanTokenMean }),
    }),
};

/** Dr.GRPO (arXiv 2503.20783): no division by the standard deviation, nor by a response's own length. */
export const drGrpo: MethodDefinition = {
  label: 'Dr.GRPO',
  usesExperts: false,
  phases: setup =>
    always({
      name: 'dr-grpo',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: withinGroups(withoutStd),
      ...policyLoss(setup, { completion: ppoClip(0.2), normaliser: constantLength(lossLength(setup)) }),
    }),
};

/** GSPO (arXiv 2507.18071): one ratio for a whole response. */
export const gspo: MethodDefinition = {
  label: 'GSPO',
  usesExperts: false,
  phases: setup =>
    always({
      name: 'gspo',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: withinGroups(withStd),
      ...policyLoss(setup, { completion: sequenceRatio(), normaliser: seqMeanTokenMean }),
    }),
};

// UFT (arXiv 2505.16984): every rollout goes on from a hint, a share of the expert's answer that shrinks as the run goes on;
// the hint itself is imitated a little.

import { ppoClip, sft, tokenMean, grpo as withStd } from '@trapo/losses';
import { uft as hints } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, policyLoss, sampledBy } from './parts.ts';

const HINT_WEIGHT = 0.001;

export const uft: MethodDefinition = {
  label: 'UFT',
  usesExperts: true,
  phases: setup =>
    always({
      name: 'uft',
      // the paper's 300 of 500 steps
      ...sampledBy(hints({ groupSize: setup.groupSize, steps: Math.max(1, Math.round(0.6 * setup.steps)) })),
      advantages: withinGroups(withStd),
      ...policyLoss(setup, {
        completion: ppoClip(0.2),
        terms: [{ on: 'sft', objective: sft, weight: HINT_WEIGHT, normaliser: tokenMean }],
        normaliser: tokenMean,
      }),
    }),
};

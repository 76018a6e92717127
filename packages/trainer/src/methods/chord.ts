// CHORD (arXiv 2508.11408): GRPO on rollouts and imitation on expert answers, mixed by mu:  (1 - mu) L_GRPO + mu L_SFT.

import {
  chordMu,
  chordPhi,
  composite,
  kl,
  type Objective,
  ppoClip,
  sft,
  tokenMean,
  grpo as withStd,
} from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { Method, MethodDefinition, MethodSetup } from '../method.ts';
import { expertRows } from '../rollouts/expertRows.ts';
import { microGroupRollouts } from '../rollouts/microGroupRollouts.ts';
import { always } from './parts.ts';

/** A rollout less a group, and an expert answer in its place, which sets no baseline. */
function mixed(name: string, setup: MethodSetup, imitation: Objective, mu: (step: number) => number): Method {
  const { groupSize, klCoefficient = 0, entropyCoefficient, updates } = setup;
  const plan = noPrefix(groupSize - 1);
  return {
    name,
    rowsPerProblem: groupSize,
    async collect(context, problems) {
      const first = problems.map(problem => ({ ...problem, experts: problem.experts.slice(0, 1) }));
      return [...(await microGroupRollouts(plan, context, problems)), ...(await expertRows(context, first))];
    },
    advantages: withinGroups(withStd),
    loss(step) {
      const weight = mu(step);
      return composite({
        terms: [
          { on: 'completion', objective: ppoClip(0.2), weight: 1 - weight, normaliser: tokenMean },
          { on: 'sft', objective: imitation, weight, normaliser: tokenMean },
          ...(klCoefficient > 0
            ? [{ on: 'completion', objective: kl('k3'), weight: klCoefficient, name: 'klLoss' } as const]
            : []),
        ],
        normaliser: tokenMean,
        entropyCoefficient,
      });
    },
    ...(klCoefficient > 0 && { usesReference: true }),
    ...(updates !== undefined && { updates }),
  };
}

/** Imitation weighed by p (1 - p), at a constant mu of 0.1, as its code has it. */
export const chord: MethodDefinition = {
  label: 'CHORD-phi',
  usesExperts: true,
  phases: setup => always(mixed('chord', setup, chordPhi(), () => 0.1)),
};

/** Plain imitation; mu falls from 0.9 to 0.05, in the paper over 200 steps, here over the run. */
export const chordMuMethod: MethodDefinition = {
  label: 'CHORD-mu',
  usesExperts: true,
  phases: setup =>
    always(
      mixed('chord-mu', setup, sft, step =>
        chordMu(step, { warmup: 0, decay: setup.steps, peak: 0.9, valley: 0.05 }),
      ),
    ),
};

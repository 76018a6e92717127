// ReLIFT (arXiv 2506.07527): reinforcement; problems that no rollout solves wait with their demonstration, and once there
// are enough of them they make a supervised update.

import {
  composite,
  constantLength,
  drGrpo,
  policyGradient,
  type ReliftBuffer,
  recordGroups,
  sft,
  startReliftBuffer,
  tokenMean,
} from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { Problem } from '../data/index.ts';
import { learn } from '../learn.ts';
import type { MethodDefinition } from '../method.ts';
import { expertRows } from '../rollouts/expertRows.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';

/** The paper waits for as many demonstrations as a step has rollouts. */
const WAIT_FOR = 128;

export const relift: MethodDefinition = {
  label: 'ReLIFT',
  usesExperts: true,
  phases(setup) {
    let buffer: ReliftBuffer<Problem> = startReliftBuffer(WAIT_FOR);
    const imitation = composite({
      prefix: sft,
      normaliser: tokenMean,
      entropyCoefficient: setup.entropyCoefficient,
    });
    return always({
      name: 'relift',
      ...sampledBy(noPrefix(setup.groupSize)),
      advantages: withinGroups(drGrpo),
      ...policyLoss(setup, { completion: policyGradient, normaliser: constantLength(lossLength(setup)) }),
      async afterwards(rows, context, update) {
        const groups = [...Map.groupBy(rows, ({ row }) => row.group).values()];
        const step = recordGroups(
          buffer,
          groups.map(group => {
            const { problem } = group[0]!.row;
            return {
              rewards: group.map(({ reward }) => reward),
              demonstration: { ...problem, experts: problem.experts.slice(0, 1) },
            };
          }),
        );
        buffer = step.buffer;
        const waiting = { reliftWaiting: buffer.waiting.length, reliftDemonstrations: step.due.length };
        if (step.due.length === 0) return waiting;
        const demonstrations = (await expertRows(context, step.due)).map(row => ({ row, reward: 0 }));
        const { metrics } = await learn(context.policy, demonstrations, { loss: imitation, update });
        return { ...waiting, reliftLoss: metrics.prefixLoss! };
      },
      memory: {
        save: () => buffer,
        load: saved => {
          buffer = saved as ReliftBuffer<Problem>;
        },
      },
    });
  },
};

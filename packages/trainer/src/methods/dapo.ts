// DAPO (arXiv 2503.14476): GRPO with a higher upper clip, the mean over tokens, groups without a signal sampled anew, and a
// reward that falls as a response comes near the longest allowed.

import { overlongPenalty, ppoClip, tokenMean, grpo as withStd } from '@trapo/losses';
import { noPrefix } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { dynamicSampling } from '../rollouts/dynamicSampling.ts';
import { always, policyLoss, sampledBy } from './parts.ts';

export const dapo: MethodDefinition = {
  label: 'DAPO',
  usesExperts: false,
  phases(setup) {
    const { collect, rowsPerProblem } = sampledBy(noPrefix(setup.groupSize));
    const maxLength = setup.responseLength;
    // the paper's buffer is a fifth of the longest response: 4,096 of 20,480 tokens
    const overlong = { maxLength, buffer: Math.max(1, Math.round(maxLength / 5)) };
    return always({
      name: 'dapo',
      rowsPerProblem,
      collect: dynamicSampling(collect),
      reward: ({ verdict, response }) => verdict!.score! + overlongPenalty(response.tokens.length, overlong),
      advantages: withinGroups(withStd),
      ...policyLoss(setup, { completion: ppoClip(0.2, 0.28), normaliser: tokenMean }),
    });
  },
};

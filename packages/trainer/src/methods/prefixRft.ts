// Prefix-RFT (arXiv 2507.01679): one rollout of each group goes on from a prefix of the expert's answer, and the whole row is
// treated as if the policy had written it; of the prefix, only tokens of high entropy are trained on.

import { composite, constantLength, drGrpo, ppoClip, topEntropy } from '@trapo/losses';
import { prefixRft as prefixes } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { MethodDefinition } from '../method.ts';
import { always, lossLength, sampledBy } from './parts.ts';

/** The share of prefix tokens that is trained on. */
const TRAINED = 0.2;

export const prefixRft: MethodDefinition = {
  label: 'Prefix-RFT',
  usesExperts: true,
  phases(setup) {
    const loss = composite({
      completion: ppoClip(0.2),
      prefix: ppoClip(0.2),
      normaliser: constantLength(lossLength(setup)),
      entropyCoefficient: setup.entropyCoefficient,
    });
    return always({
      name: 'prefix-rft',
      ...sampledBy(prefixes({ groupSize: setup.groupSize, steps: setup.steps })),
      advantages: withinGroups(drGrpo),
      loss: () => (batch, window) => {
        const { entropy, sftMask } = batch;
        if (!entropy || !sftMask) throw new Error('Prefix-RFT reads the entropy of prefix tokens');
        return loss({ ...batch, sftMask: topEntropy(entropy, sftMask, TRAINED) }, window);
      },
      ...(setup.updates !== undefined && { updates: setup.updates }),
    });
  },
};

// TRAPO (arXiv 2512.17636): adaptive expert prefixes, policy gradient on what the model wrote, TrSFT on what the expert
// wrote; and the ablations of its Table 2, which keep the micro-groups and change what prefixes are trained with.

import {
  authors,
  constantLength,
  drGrpo,
  luffyShaping,
  type Objective,
  policyGradient,
  sft,
  trsft,
} from '@trapo/losses';
import { authorsCode } from '@trapo/prefix-select';
import { onesOnPrefixes, withinGroups } from '../advantages.ts';
import type { Method, MethodDefinition, MethodSetup } from '../method.ts';
import { always, lossLength, policyLoss, sampledBy } from './parts.ts';

/** Micro-groups by the setup's plan; `prefix` is what the chosen prefixes are trained with, if anything. */
function microGroups(name: string, setup: MethodSetup, prefix?: Objective): Method {
  return {
    name,
    ...sampledBy(setup.plan),
    advantages: withinGroups(drGrpo),
    ...policyLoss(setup, {
      completion: policyGradient,
      ...(prefix && { prefix }),
      normaliser: constantLength(lossLength(setup)),
    }),
  };
}

export const trapo: MethodDefinition = {
  label: 'TRAPO',
  usesExperts: true,
  phases: setup => always(microGroups('trapo', setup, trsft(setup.alpha))),
};

/** As the authors' launch script runs it: their micro-groups, their surrogate, sums over the response length alone. */
export const trapoAuthorsCode: MethodDefinition = {
  label: "TRAPO (authors' code)",
  usesExperts: true,
  phases: setup =>
    always({
      name: 'trapo-authors-code',
      ...sampledBy(authorsCode),
      advantages: withinGroups(drGrpo),
      ...policyLoss(setup, {
        completion: policyGradient,
        prefix: trsft(0.1, 'surrogate'),
        normaliser: authors(lossLength(setup)),
      }),
    }),
};

/** Ablation: expert prefixes are given, and not trained on. */
export const microGroupsOnly: MethodDefinition = {
  label: 'micro-groups only',
  usesExperts: true,
  phases: setup => always(microGroups('micro-groups', setup)),
};

/** Ablation: plain SFT in TrSFT's place, which collapses. */
export const plainSftPrefix: MethodDefinition = {
  label: 'plain SFT on prefix',
  usesExperts: true,
  phases: setup => always(microGroups('plain-sft-prefix', setup, sft)),
};

/** Ablation: LUFFY's shaping in TrSFT's place, with an advantage of 1 on the expert's tokens, as in the authors' code. */
export const luffyPrefix: MethodDefinition = {
  label: 'LUFFY loss on prefix',
  usesExperts: true,
  phases: setup =>
    always({
      ...microGroups('luffy-prefix', setup, luffyShaping(0.1)),
      advantages: rows => onesOnPrefixes(rows, withinGroups(drGrpo)(rows).advantages),
    }),
};

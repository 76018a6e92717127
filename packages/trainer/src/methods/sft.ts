// Supervised fine-tuning on whole expert answers: cross-entropy, the mean over all response tokens.

import { sft as crossEntropy, tokenMean } from '@trapo/losses';
import type { Method, MethodDefinition, MethodSetup } from '../method.ts';
import { expertRows } from '../rollouts/expertRows.ts';
import { drGrpo } from './grpo.ts';
import { always, policyLoss } from './parts.ts';

function imitation({ entropyCoefficient, expertsPerProblem, ...setup }: MethodSetup): Method {
  const { loss } = policyLoss(
    { ...setup, entropyCoefficient, expertsPerProblem, klCoefficient: 0 },
    { prefix: crossEntropy, normaliser: tokenMean },
  );
  return { name: 'sft', collect: expertRows, loss, rowsPerProblem: expertsPerProblem };
}

export const sft: MethodDefinition = {
  label: 'SFT',
  usesExperts: true,
  phases: setup => always(imitation(setup)),
};

/** Half of the steps each. */
export const sftThenRl: MethodDefinition = {
  label: 'SFT-then-RL',
  usesExperts: true,
  phases: setup => [
    { method: imitation(setup), share: 0.5 },
    { method: drGrpo.phases(setup)[0]!.method, share: 0.5 },
  ],
};

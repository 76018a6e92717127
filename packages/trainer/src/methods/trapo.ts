// TRAPO (arXiv 2512.17636): adaptive expert prefixes, policy gradient on what the model wrote, TrSFT on what the expert
// wrote. With alpha 0 the supervised term is plain SFT: the ablation that collapses in the paper's Table 2.

import { drGrpo, preset } from '@trapo/losses';
import { authorsCode, type MicroGroupPlan } from '@trapo/prefix-select';
import { withinGroups } from '../advantages.ts';
import type { Method, MethodOptions } from '../method.ts';
import { microGroupRollouts } from '../rollouts/microGroupRollouts.ts';

/** TRAPO by `plan`. */
export function trapo(
  { responseLength, entropyCoefficient, alpha }: MethodOptions,
  plan: MicroGroupPlan,
): Method {
  const loss = preset('trapo', { responseLength, entropyCoefficient, alpha });
  return {
    name: 'trapo',
    collect: (context, problems) => microGroupRollouts(plan, context, problems),
    advantages: withinGroups(drGrpo),
    loss: () => loss,
    rowsPerProblem: plan.groupSize,
  };
}

/** As the authors' launch script runs it: their micro-groups, their surrogate, sums over the response length alone. */
export function trapoAuthorsCode(options: MethodOptions): Method {
  const { responseLength, entropyCoefficient } = options;
  const loss = preset('authors-code', { responseLength, entropyCoefficient });
  return { ...trapo(options, authorsCode), name: 'trapo-authors-code', loss: () => loss };
}

/** TRAPO with plain SFT in TrSFT's place. */
export function plainSftPrefix(options: MethodOptions, plan: MicroGroupPlan): Method {
  const { responseLength, entropyCoefficient } = options;
  const loss = preset('plain-sft-prefix', { responseLength, entropyCoefficient });
  return {
    ...trapo(options, plan),
    name: 'plain-sft-prefix',
    loss: () => loss,
  };
}

// What methods are put together from.

import { composite, kl, type Loss, type Normaliser, type Objective, type Term } from '@trapo/losses';
import type { MicroGroupPlan, PrefixPolicy } from '@trapo/prefix-select';
import type { Method, MethodSetup, Phase } from '../method.ts';
import { microGroupRollouts } from '../rollouts/microGroupRollouts.ts';

/** The one phase of a method that has no others. */
export const always = (method: Method): readonly Phase[] => [{ method, share: 1 }];

/** Rows by a plan of micro-groups or another prefix policy. */
export const sampledBy = (
  policy: MicroGroupPlan | PrefixPolicy,
): Pick<Method, 'collect' | 'rowsPerProblem'> => ({
  rowsPerProblem: policy.groupSize,
  collect: (context, problems) => microGroupRollouts(policy, context, problems),
});

/** The constant that Dr.GRPO's normaliser divides by. */
export const lossLength = ({ lossLength, responseLength }: MethodSetup): number =>
  lossLength ?? responseLength;

interface LossParts {
  readonly completion?: Objective;
  readonly prefix?: Objective;
  readonly terms?: readonly Term[];
  readonly normaliser: Normaliser;
}

/** A policy's loss with what every run may add: the entropy bonus, and the penalty towards a reference policy. */
export function policyLoss(
  { entropyCoefficient, klCoefficient = 0, updates }: MethodSetup,
  { completion, prefix, terms = [], normaliser }: LossParts,
): Pick<Method, 'loss' | 'usesReference' | 'updates'> {
  const loss: Loss = composite({
    terms: [
      ...(completion ? [{ on: 'completion', objective: completion } as const] : []),
      ...(prefix ? [{ on: 'sft', objective: prefix } as const] : []),
      ...terms,
      ...(klCoefficient > 0
        ? [{ on: 'completion', objective: kl('k3'), weight: klCoefficient, name: 'klLoss' } as const]
        : []),
    ],
    normaliser,
    entropyCoefficient,
  });
  return {
    loss: () => loss,
    ...(klCoefficient > 0 && { usesReference: true }),
    ...(updates !== undefined && { updates }),
  };
}

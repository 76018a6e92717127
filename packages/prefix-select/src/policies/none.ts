/** No prefix at all: one unguided group, plain GRPO sampling. */
import { prefixPolicy } from '../microGroups.ts';
import type { PrefixPolicy } from '../policy.ts';
import { defaultRules } from '../rules.ts';

/** @throws when groupSize is not a positive number of rollouts. */
export function none({ groupSize }: { readonly groupSize: number }): PrefixPolicy {
  return prefixPolicy({
    name: 'none',
    options: { groupSize },
    rules: { ...defaultRules, groupSize },
    levels: 1,
    plan: ({ observed }) => (observed.length > 0 ? [] : [{ level: 0, ratio: 0, rollouts: groupSize }]),
  });
}

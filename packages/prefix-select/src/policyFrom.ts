/** Policies by name: to choose one in a config file, and to make the one again that a saved state was started by. */

import { adaptive } from './policies/adaptive.ts';
import { bread } from './policies/bread.ts';
import { fixed } from './policies/fixed.ts';
import { linearDecay } from './policies/linearDecay.ts';
import { none } from './policies/none.ts';
import { prefixRft } from './policies/prefixRft.ts';
import { random } from './policies/random.ts';
import { reverseLinearDecay } from './policies/reverseLinearDecay.ts';
import { uft } from './policies/uft.ts';
import type { PrefixPolicy, PrefixState } from './policy.ts';

/** Every policy, by its name. A new one: a file in policies/, and a line here. */
export const prefixPolicies: {
  readonly adaptive: typeof adaptive;
  readonly none: typeof none;
  readonly fixed: typeof fixed;
  readonly random: typeof random;
  readonly linearDecay: typeof linearDecay;
  readonly reverseLinearDecay: typeof reverseLinearDecay;
  readonly uft: typeof uft;
  readonly prefixRft: typeof prefixRft;
  readonly bread: typeof bread;
} = {
  adaptive,
  none,
  fixed,
  random,
  linearDecay,
  reverseLinearDecay,
  uft,
  prefixRft,
  bread,
};

export type PolicyName = keyof typeof prefixPolicies;

/**
 * The policy of a name with its options, as a state holds them.
 * @throws when the name is unknown, or the options can't work.
 */
export function policyFrom({ name, options }: PrefixState['policy']): PrefixPolicy {
  if (!Object.hasOwn(prefixPolicies, name)) {
    throw new Error(
      `There is no prefix policy '${name}': choose one of ${Object.keys(prefixPolicies).join(', ')}.`,
    );
  }
  return prefixPolicies[name as PolicyName](options as never);
}

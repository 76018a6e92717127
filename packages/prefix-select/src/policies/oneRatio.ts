/**
 * What policies share that pick one prefix ratio for a prompt before they have seen any reward: so many rollouts of
 * the group are guided by it, and the others sample alone, side by side.
 */
import { type PlannedMicroGroup, type PromptHistory, prefixPolicy } from '../microGroups.ts';
import type { PrefixPolicy } from '../policy.ts';
import { checkCount, defaultRules, type GroupRules, refusal } from '../rules.ts';

export interface OneRatioOptions extends Partial<Omit<GroupRules, 'groupSize'>> {
  /** Rollouts of one prompt. */
  readonly groupSize: number;
  /** How many of them are guided. Default: all. */
  readonly guided?: number;
  /** Index of the expert answer the prefix is taken from. Default 0. */
  readonly expert?: number;
}

/**
 * A policy of one ratio per prompt.
 * @param ratio the prompt's share of the expert answer; 0 leaves the whole group unguided.
 * @throws when an option can't work.
 */
export function oneRatioPolicy(
  name: string,
  options: OneRatioOptions,
  ratio: (history: PromptHistory) => number,
): PrefixPolicy {
  const { groupSize, guided = groupSize, expert = 0 } = options;
  const policy = prefixPolicy({
    name,
    options,
    rules: { ...defaultRules, ...options },
    levels: 2,
    plan(history) {
      if (history.observed.length > 0) return [];
      const share = history.experts > 0 ? ratio(history) : 0;
      if (share === 0) return [{ level: 0, ratio: 0, rollouts: groupSize }];
      const planned: PlannedMicroGroup[] = [
        { level: 0, ratio: 0, rollouts: groupSize - guided },
        { level: 1, ratio: share, rollouts: guided, expert },
      ];
      return planned.filter(({ rollouts }) => rollouts > 0);
    },
  });
  checkCount(name, 'expert', expert, 0, 0);
  checkCount(name, 'guided', guided, 1, 1);
  if (guided > groupSize) {
    throw refusal(
      name,
      `guided is ${guided} of a groupSize of ${groupSize}`,
      `Guide at most ${groupSize} rollouts, or make the group larger`,
    );
  }
  return policy;
}

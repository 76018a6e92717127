/**
 * TRAPO's micro-groups: a prompt is given more of the expert's answer only while its rewards stay low.
 *
 * Before each micro-group the rewards of all earlier rollouts of the prompt are compared with the group's
 * threshold: below it, the group continues an expert prefix of its ratio; otherwise it samples unguided. Levels do
 * not carry over: a success returns the next group to level 0. TRAPO, section 3.1; `mix_trainer.fit` in its code.
 */
import { prefixPolicy } from '../microGroups.ts';
import { checkPlan, type MicroGroupPlan } from '../plan.ts';
import type { PrefixPolicy } from '../policy.ts';

/**
 * @param plan e.g. `paper` or `authorsCode`.
 * @throws when the plan can't work.
 */
export function adaptive(plan: MicroGroupPlan): PrefixPolicy {
  checkPlan(plan);
  const { sizes, ratios, experts } = plan;
  return prefixPolicy({
    name: 'adaptive',
    options: plan,
    rules: plan,
    levels: sizes.length,
    plan(history) {
      const group = history.observed.length;
      if (group === sizes.length) return [];
      const rewards = history.observed.flatMap(observed => observed.rewards);
      const level = history.experts > 0 && belowThreshold(plan, group, rewards) ? group : 0;
      return [{ level, ratio: ratios[level]!, rollouts: sizes[group]!, expert: experts[group]! }];
    },
  });
}

function belowThreshold(plan: MicroGroupPlan, group: number, rewards: readonly number[]): boolean {
  if (group === 0) return false;
  const sum = rewards.reduce((total, reward) => total + reward, 0);
  return (plan.mode === 'sum' ? sum : sum / rewards.length) < plan.thresholds[group]!;
}

/**
 * Plans by name: the paper's, its code's, and none at all. docs/paper.md says where the first two differ.
 */
import { checkPlan, type MicroGroupPlan } from './plan.ts';

/** TRAPO's text: thresholds on the mean reward, prefixes cut exactly at the ratio, every guided row trained on. */
export const paper: MicroGroupPlan = {
  groupSize: 8,
  sizes: [4, 2, 1, 1],
  ratios: [0, 0.2, 0.5, 1],
  thresholds: [-1, 0.5, 0.7, 0.9],
  mode: 'mean',
  experts: [0, 0, 0, 0],
  snap: 'none',
  sftRows: 'all',
  expertRowInBaseline: true,
};

/** TRAPO's launched code: sums of rewards, cuts at blank lines, a second expert answer last, one trained row. */
export const authorsCode: MicroGroupPlan = {
  groupSize: 8,
  sizes: [4, 2, 1, 1],
  ratios: [0, 0.25, 0.5, 1],
  thresholds: [-1, 2, 4, 7],
  mode: 'sum',
  experts: [0, 0, 0, 1],
  snap: { slack: 0.3 },
  sftRows: 'last',
  expertRowInBaseline: true,
};

/** One unguided group of `groupSize` rollouts: plain GRPO. */
export function noPrefix(groupSize: number): MicroGroupPlan {
  return {
    groupSize,
    sizes: [groupSize],
    ratios: [0],
    thresholds: [-1],
    mode: 'mean',
    experts: [0],
    snap: 'none',
    sftRows: 'none',
    expertRowInBaseline: true,
  };
}

export type PlanName = 'paper' | 'authors-code' | 'none';
export const planNames: readonly PlanName[] = ['paper', 'authors-code', 'none'];

/**
 * The plan of a name.
 * @param groupSize rollouts per prompt; only `none` fits any, the others are plans for 8.
 * @throws when the name is unknown, or the plan can't have this group size.
 */
export function planNamed(name: PlanName, groupSize = 8): MicroGroupPlan {
  if (!planNames.includes(name)) {
    throw new Error(`There is no prefix plan '${name}': choose one of ${planNames.join(', ')}.`);
  }
  if (name === 'none') return noPrefix(groupSize);
  const plan = { ...(name === 'paper' ? paper : authorsCode), groupSize };
  checkPlan(plan);
  return plan;
}

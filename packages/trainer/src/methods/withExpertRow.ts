import type { MicroGroupPlan } from '@trapo/prefix-select';

/** All but one rollout unguided, then the expert's answer, always: no mean reward reaches the threshold of 2. */
export function withExpertRow(groupSize: number): MicroGroupPlan {
  return {
    groupSize,
    sizes: [groupSize - 1, 1],
    ratios: [0, 1],
    thresholds: [-1, 2],
    mode: 'mean',
    experts: [0, 0],
    snap: 'none',
    sftRows: 'all',
    expertRowInBaseline: true,
  };
}

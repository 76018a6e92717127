/**
 * Group-relative advantages: a rollout is as good as it beats the others of its prompt.
 *
 *     A_i = (R_i - mean(R)) / (std(R) + epsilon)        std unbiased (n - 1)
 *
 * A group of one has mean 0 and std 1, and equal rewards have std 1 (their advantage is 0 anyway), as verl does.
 * GRPO (arXiv 2402.03300); verl `compute_grpo_outcome_advantage` and, with a baseline mask, `..._split`.
 */

export interface GrpoOptions {
  /** Divide by the group's standard deviation. Default true; false is Dr.GRPO, as TRAPO uses. */
  std?: boolean;
  /** Added to the standard deviation. Default 1e-6. */
  epsilon?: number;
  /** 1 on the rows that set their group's mean and std; every row gets an advantage. Absent: all rows. */
  baseline?: Uint8Array;
}

/**
 * One advantage per row, in the order of the rows.
 * @param rewards one per row.
 * @param groups the prompt each row belongs to, one id per row in any order.
 * @throws when lengths differ, a reward is not finite, or no row of a group is in the baseline.
 */
export function grpo(
  rewards: ArrayLike<number>,
  groups: ArrayLike<number | string>,
  { std = true, epsilon = 1e-6, baseline }: GrpoOptions = {},
): Float64Array {
  checkRows(rewards, groups, baseline);
  const members = new Map<number | string, number[]>();
  for (let row = 0; row < rewards.length; row++) {
    const group = groups[row]!;
    if (!members.has(group)) members.set(group, []);
    if (!baseline || baseline[row]) members.get(group)!.push(rewards[row]!);
  }
  const statistics = new Map(Array.from(members, ([group, values]) => [group, meanAndStd(group, values)]));
  return Float64Array.from({ length: rewards.length }, (_, row) => {
    const group = statistics.get(groups[row]!)!;
    return (rewards[row]! - group.mean) / (std ? group.std + epsilon : 1);
  });
}

function meanAndStd(group: number | string, values: number[]): { mean: number; std: number } {
  if (values.length === 0) {
    throw new Error(
      `Group ${group} has no row in the baseline, so it has no mean: mark at least one of its rows with 1, ` +
        'e.g. the unguided rollouts of its first micro-group.',
    );
  }
  if (values.length === 1) return { mean: 0, std: 1 };
  const mean = values.reduce((total, value) => total + value, 0) / values.length;
  const squares = values.reduce((total, value) => total + (value - mean) ** 2, 0);
  return { mean, std: Math.sqrt(squares / (values.length - 1)) || 1 };
}

function checkRows(
  rewards: ArrayLike<number>,
  groups: ArrayLike<number | string>,
  baseline: Uint8Array | undefined,
): void {
  if (groups.length !== rewards.length || (baseline && baseline.length !== rewards.length)) {
    throw new Error(
      'Advantages need one reward, one group id and (when given) one baseline mark per row; received ' +
        `${rewards.length} rewards, ${groups.length} group ids, ${baseline?.length ?? 'no'} baseline marks.`,
    );
  }
  for (let row = 0; row < rewards.length; row++) {
    if (!Number.isFinite(rewards[row])) {
      throw new Error(
        `The reward of row ${row} must be a finite number, e.g. 0 or 1; received ${rewards[row]}.`,
      );
    }
  }
}

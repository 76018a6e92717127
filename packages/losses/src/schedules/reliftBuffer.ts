/**
 * ReLIFT's rule for when to imitate: problems that no rollout solves wait, with their demonstrations, until there are
 * enough of them for a supervised update.
 *
 * A pure state machine: each step hands in its groups and takes back the new state, and a batch when one is due.
 * arXiv 2506.07527; its code fills a buffer of 128.
 */

export interface ReliftBuffer<Demonstration> {
  /** How many demonstrations a supervised update takes. */
  readonly size: number;
  /** Those waiting, oldest first. */
  readonly waiting: readonly Demonstration[];
}

export interface ReliftGroup<Demonstration> {
  /** Rewards of the problem's rollouts. */
  readonly rewards: ArrayLike<number>;
  /** The problem's expert answer. */
  readonly demonstration: Demonstration;
}

export interface ReliftStep<Demonstration> {
  readonly buffer: ReliftBuffer<Demonstration>;
  /** Exactly `size` demonstrations when a supervised update is due, else none. */
  readonly due: readonly Demonstration[];
}

/** @throws when the size is not a positive whole number. */
export function startReliftBuffer<Demonstration>(size = 128): ReliftBuffer<Demonstration> {
  if (!(Number.isInteger(size) && size > 0)) {
    throw new Error(`A ReLIFT buffer holds a positive whole number of rows, e.g. 128; received ${size}.`);
  }
  return { size, waiting: [] };
}

/**
 * Adds the groups none of whose rewards is above `failure`, in order, and takes out the oldest `size` once they are there.
 * Demonstrations beyond them keep waiting, so at most one update is due a step.
 */
export function recordGroups<Demonstration>(
  { size, waiting }: ReliftBuffer<Demonstration>,
  groups: readonly ReliftGroup<Demonstration>[],
  failure = 0,
): ReliftStep<Demonstration> {
  const failed = groups.filter(({ rewards }) => Array.from(rewards).every(reward => reward <= failure));
  const all = [...waiting, ...failed.map(({ demonstration }) => demonstration)];
  const due = all.length >= size ? all.slice(0, size) : [];
  return { buffer: { size, waiting: all.slice(due.length) }, due };
}

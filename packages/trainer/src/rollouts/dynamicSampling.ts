// DAPO's dynamic sampling: groups that all succeed or all fail teach nothing, so others are sampled in their place.

import { hash } from '@trapo/models';
import type { Method } from '../method.ts';
import type { TrainingRow } from './trainingRow.ts';

/** Tells the random numbers of the rounds apart. */
const ROUND = 0xda90;

/**
 * Collects until as many groups as asked for have both right and wrong rows, or `rounds` further draws of problems are
 * used up. Rows of the others are dropped: sampled and counted, but not learned from.
 */
export function dynamicSampling(collect: Method['collect'], rounds = 3): Method['collect'] {
  return async (context, problems) => {
    const rows: TrainingRow[] = [];
    let wanted = problems.length;
    let batch = problems;
    for (let round = 0; ; round++) {
      const sampled = await collect({ ...context, seed: hash(context.seed, ROUND, round) }, batch);
      for (const group of Map.groupBy(sampled, row => row.group).values()) {
        const kept = wanted > 0 && isMixed(group);
        if (kept) wanted--;
        const number = round * problems.length + group[0]!.group;
        rows.push(...group.map(row => ({ ...row, group: number, ...(!kept && { dropped: true as const }) })));
      }
      if (wanted === 0 || round === rounds || !context.moreProblems) return rows;
      batch = context.moreProblems(round);
    }
  };
}

/** Rows that could not be judged say nothing of their group. */
function isMixed(group: readonly TrainingRow[]): boolean {
  const scores = group.map(({ verdict }) => verdict?.score).filter(score => typeof score === 'number');
  return scores.some(score => score > 0) && scores.some(score => score < 1);
}

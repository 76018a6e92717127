// The sides that computed the same, timed in turns at one task.

import { type Effort, inTurns, pairedRatio, spread } from '../measure.ts';
import type { Name } from '../peers/contenders.ts';
import type { Request, Runs, Times } from '../peers/protocol.ts';
import type { Checked } from './equality.ts';
import { barOf, type Figure } from './figure.ts';

export interface Task {
  /** For example `train a`. */
  readonly what: string;
  readonly unit: string;
  readonly threads: number;
  readonly request: (runs: Runs) => Request;
  /** Steps of which a run consists. */
  readonly parts: number;
  /** How many times faster than another trapo must be. */
  readonly bars: Partial<Record<Name, number>>;
}

/** A figure for each side; the first is trapo's. */
export async function compare(
  sides: readonly Checked[],
  { what, unit, threads, request, parts, bars }: Task,
  effort: Effort,
): Promise<Figure[]> {
  const ready = sides.filter(({ refused }) => refused === undefined);
  const taken = await inTurns(
    ready.map(({ contender }) => async runs => {
      const { ms } = await contender.peer!.ask<Times>(request({ threads, ...runs }));
      return ms;
    }),
    effort,
  );
  const spreads = new Map(
    ready.map(({ contender }, i) => [contender.name, spread(taken[i]!.flat().map(ms => ms / parts))]),
  );
  const byTurn = new Map(ready.map(({ contender }, i) => [contender.name, taken[i]!]));
  return sides.map(({ contender: { name }, refused }) => {
    const common = { what, who: name, threads, unit };
    const measured = spreads.get(name);
    if (!measured) return { ...common, absent: refused! };
    const ours = byTurn.get('trapo');
    if (!ours || name === 'trapo') return { ...common, ...measured };
    const ratio = pairedRatio(byTurn.get(name)!, ours);
    return { ...common, ...measured, ratio, ...barOf(bars[name], ratio) };
  });
}

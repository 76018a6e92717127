// Repeated measurements, taken in turns so that a machine that slows down or speeds up does so for everyone.

/** Something to time: runs `repeats` times after one run that is not counted; milliseconds of each. */
export type Timed = (repeats: number) => Promise<readonly number[]>;

/** Milliseconds. */
export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

export interface Turns {
  /** Turns of each contender. One more comes first, as warm-up. */
  readonly turns: number;
  /** Counted runs in a turn. */
  readonly repeats: number;
}

/** Times all contenders, a turn of each after the other. */
export async function inTurns(contenders: readonly Timed[], { turns, repeats }: Turns): Promise<Spread[]> {
  for (const timed of contenders) await timed(2 * repeats);
  const taken: number[][] = contenders.map(() => []);
  for (let turn = 0; turn < turns; turn++) {
    for (const [i, timed] of contenders.entries()) taken[i]!.push(...(await timed(repeats)));
  }
  return taken.map(spread);
}

/** Times `work`, run by run. */
export function timedRuns(work: () => Promise<unknown>): Timed {
  return async repeats => {
    const milliseconds: number[] = [];
    for (let run = 0; run <= repeats; run++) {
      const begin = performance.now();
      await work();
      milliseconds.push(performance.now() - begin);
    }
    return milliseconds.slice(1);
  };
}

function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

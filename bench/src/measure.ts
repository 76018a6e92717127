// Repeated measurements, taken in turns so that a machine that slows down or speeds up does so for everyone.

/** Something to time: milliseconds of `repeats` runs, after `warmups` that are not counted. */
export type Timed = (runs: { warmups: number; repeats: number }) => Promise<readonly number[]>;

/** Most runs of a warm-up, and the milliseconds from which one is enough. */
const WARM_UP = 8;
const LONG = 5000;

export interface Spread {
  readonly median: number;
  readonly least: number;
  readonly most: number;
}

/** How long to measure. */
export interface Effort {
  /** Most turns of each contender. */
  readonly turns: number;
  /** Most counted runs in a turn. */
  readonly repeats: number;
  /** What all turns of a contender should take together, in seconds: fewer runs where they are long. */
  readonly seconds: number;
  /** Least turns, however long they are. */
  readonly least: number;
}

/** Times all contenders, a turn of each after the other; milliseconds of each counted run, by turn. */
export async function inTurns(contenders: readonly Timed[], effort: Effort): Promise<number[][][]> {
  const plans = [];
  for (const timed of contenders) plans.push(planTurns(await warmUp(timed), effort));
  const taken: number[][][] = contenders.map(() => []);
  for (let turn = 0; turn < effort.turns; turn++) {
    for (const [i, timed] of contenders.entries()) {
      const { turns, repeats, warmups } = plans[i]!;
      if (turn < turns) taken[i]!.push([...(await timed({ warmups, repeats }))]);
    }
  }
  return taken;
}

/** Runs until that makes no run faster any more: code is compiled, memory touched. Milliseconds of the fastest. */
async function warmUp(timed: Timed): Promise<number> {
  let fastest = Number.POSITIVE_INFINITY;
  for (let run = 0; run < WARM_UP; run++) {
    const [ms] = await timed({ warmups: 0, repeats: 1 });
    // the equal-work check has run it before, and seconds are long enough to get warm in
    if (ms! > 0.9 * fastest || ms! > LONG) return Math.min(ms!, fastest);
    fastest = ms!;
  }
  return fastest;
}

/** Turns and runs for something that takes `ms`. */
function planTurns(ms: number, { turns, repeats, seconds, least }: Effort) {
  const runs = (1000 * seconds) / ms;
  const taken = Math.min(turns, Math.max(least, Math.floor(runs)));
  // the first run of a turn refills the caches; in a long one that is nothing
  const warmups = ms > 1000 ? 0 : 1;
  return {
    turns: taken,
    repeats: Math.min(repeats, Math.max(1, Math.floor(runs / taken) - warmups)),
    warmups,
  };
}

export function spread(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
  return { median, least: sorted[0]!, most: sorted.at(-1)! };
}

/** Median over the turns of what one side took, over what the other took in the same turn. */
export function pairedRatio(
  theirs: readonly (readonly number[])[],
  ours: readonly (readonly number[])[],
): number {
  const turns = Math.min(theirs.length, ours.length);
  return spread(
    Array.from({ length: turns }, (_, turn) => spread(theirs[turn]!).median / spread(ours[turn]!).median),
  ).median;
}

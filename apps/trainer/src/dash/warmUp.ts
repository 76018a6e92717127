import type { Runs } from './runs.ts';

/** As many runs as the page shows unless told. */
const RUNS = 4;

/** Reads the logs of the newest runs, those that the page will ask for first, while nobody has opened it yet. */
export async function warmUp(runs: Runs): Promise<void> {
  const infos = await Promise.all((await runs.find()).map(run => runs.info(run)));
  const newest = infos.toSorted((a, b) => b.updated - a.updated).slice(0, RUNS);
  for (const { id, stages } of newest) {
    for (const { name } of stages) await (await runs.logs(id, name)).refresh();
  }
}

// Follows the steps of a stage: progress on the screen, metrics in its folder, and an end between two steps on Ctrl-C.

import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { stepLog } from './files.ts';
import { Interrupted, type Stage } from './stage.ts';

interface Following {
  readonly name: string;
  readonly label: string;
  readonly steps: number;
  /** What to show beside the bar. */
  readonly note: (metrics: Readonly<Record<string, number>>) => string;
}

/**
 * Runs all steps; returns the seconds they took. The checkpoint is in `<run>/<name>/checkpoint`.
 * @throws Interrupted after saving a checkpoint
 */
export async function follow(
  { policy, folder, screen, signal }: Stage,
  { name, label, steps, note }: Following,
  run: AsyncIterable<{ readonly step?: number }>,
): Promise<number> {
  const log = stepLog(join(folder, name));
  const progress = screen.progress(label, steps);
  const checkpoint = join(folder, name, 'checkpoint');
  const begin = performance.now();
  let step = 0;
  try {
    for await (const metrics of run as AsyncIterable<Readonly<Record<string, number>>>) {
      step = metrics.step!;
      log(metrics);
      progress.update(step, note(metrics));
      // on one thread a step never yields to the event loop, where Ctrl-C is heard
      await setImmediate();
      if (signal.aborted && step < steps) break;
    }
  } finally {
    progress.stop();
  }
  const seconds = (performance.now() - begin) / 1000;
  await policy.save(checkpoint);
  if (step < steps) throw new Interrupted(`after step ${step} of ${steps} of ${label}`, checkpoint);
  return seconds;
}

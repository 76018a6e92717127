// Follows the steps of a stage: progress on the screen, logs and checkpoints in its folder, and an end between two steps
// on Ctrl-C. However it ends, calling it again goes on from the last checkpoint, to the same bytes.

import { existsSync } from 'node:fs';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import {
  type LearnedRow,
  latestCheckpoint,
  type Position,
  replaceFolder,
  type StepMetrics,
  type StepTimings,
  saveCheckpoint,
  tensorBoardSink,
} from '@trapo/trainer';
import { writeJson } from './files.ts';
import { rolloutsOf } from './rollouts.ts';
import { Interrupted, type Stage } from './stage.ts';
import { openLogs, secondsOf } from './stepLog.ts';

interface Following {
  readonly name: string;
  readonly label: string;
  readonly steps: number;
  /** What to show beside the bar. */
  readonly note: (metrics: StepMetrics) => string;
}

/** What a stage shows after each of its steps. */
export interface Step {
  /** From 1. */
  readonly step: number;
  readonly phase?: number;
  readonly metrics: StepMetrics;
  readonly rows?: readonly LearnedRow[];
  readonly histograms?: Readonly<Record<string, readonly number[]>>;
  readonly timings?: StepTimings;
  /** Where the run stands; without it the step is all there is to know. */
  readonly position?: Position;
}

/**
 * Runs the steps of a stage that are not done yet; returns the seconds that all of them took. The trained policy is in
 * `<run>/<name>/checkpoint`; a stage that was finished before is only loaded from there.
 * @param run the steps after a position
 * @throws Interrupted after saving a checkpoint
 */
export async function follow(
  stage: Stage,
  { name, label, steps, note }: Following,
  run: (from: Position | undefined) => AsyncIterable<Step>,
): Promise<number> {
  const { policy, screen, signal, config } = stage;
  const folder = join(stage.folder, name);
  const [trained, checkpoints] = [join(folder, 'checkpoint'), join(folder, 'checkpoints')];
  if (existsSync(trained)) {
    await policy.load(trained);
    return secondsOf(folder);
  }

  const last = await latestCheckpoint(checkpoints);
  const from = last && (await readPosition(last.folder));
  if (last) await policy.loadState(last.folder);
  const save = async (position: Position) => {
    log.flush();
    await saveCheckpoint(
      checkpoints,
      position.step,
      async to => {
        await policy.saveState(to);
        await writeJson(join(to, 'position.json'), position);
      },
      config.checkpoints.keep,
    );
  };

  const log = await openLogs(folder, from?.step ?? 0);
  const board = config.tensorboard
    ? tensorBoardSink(join(folder, 'tensorboard'), { from: (from?.step ?? 0) + 1 })
    : undefined;
  const progress = screen.progress(label, steps, from?.step);
  let step = from?.step ?? 0;
  let before = performance.now();
  try {
    for await (const { metrics, histograms, phase, rows, timings, ...result } of run(from)) {
      ({ step } = result);
      const position = result.position ?? { step };
      log.append('metrics', { step, ...(phase && { phase }), ...metrics, ...histograms });
      await board?.write(step, metrics);
      const now = performance.now();
      log.append('timings', { step, seconds: (now - before) / 1000, ...timings });
      before = now;
      if (rows && (step - 1) % config.rollouts.every === 0) {
        for (const rollouts of rolloutsOf(step, rows, policy.tokenizer, config.rollouts.prompts)) {
          log.append('rollouts', rollouts);
        }
      }
      progress.update(step, note(metrics));
      // on one thread a step never yields to the event loop, where Ctrl-C is heard
      await setImmediate();
      const stopping = signal.aborted && step < steps;
      if (stopping || (step < steps && step % config.checkpoints.every === 0)) await save(position);
      if (stopping) break;
    }
    log.flush();
  } finally {
    progress.stop();
    log.close();
    await board?.close();
  }
  if (step < steps) throw new Interrupted(`after step ${step} of ${steps} of ${label}`, stage.folder);
  await replaceFolder(trained, to => policy.save(to));
  await rm(checkpoints, { recursive: true, force: true });
  return secondsOf(folder);
}

const readPosition = async (folder: string): Promise<Position> =>
  JSON.parse(await readFile(join(folder, 'position.json'), 'utf8')) as Position;

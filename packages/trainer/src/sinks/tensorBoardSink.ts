import { hostname } from 'node:os';
import { join } from 'node:path';
import { openLog } from './openLog.ts';
import type { Sink } from './sink.ts';
import { eventRecord } from './tensorBoardEvent.ts';

export interface TensorBoardOptions {
  /**
   * The first step that will be written, for a run that goes on: what earlier files of the folder have from there on is
   * dropped by TensorBoard. 1 unless told.
   */
  readonly from?: number;
  /** Seconds since 1970; the clock's unless told. */
  readonly now?: () => number;
}

/**
 * Scalars in an event file of `folder`, for `tensorboard --logdir`. Every sink has a file of its own. Values are float32, as
 * TensorBoard keeps them.
 */
export function tensorBoardSink(folder: string, options: TensorBoardOptions = {}): Sink {
  const { from = 1, now = () => Date.now() / 1000 } = options;
  const opened = now();
  const name = `events.out.tfevents.${Math.floor(opened)}.${hostname()}.${process.pid}.${files++}`;
  const log = openLog(join(folder, name));
  log.append(eventRecord({ wallTime: opened, step: 0, what: { fileVersion: 'brain.Event:2' } }));
  if (from > 1) log.append(eventRecord({ wallTime: opened, step: from, what: 'session start' }));
  return {
    write: (step, scalars) => log.append(eventRecord({ wallTime: now(), step, what: { scalars } })),
    close: () => log.close(),
  };
}

/** Sinks opened by this process: those of one second must not share a name. */
let files = 0;

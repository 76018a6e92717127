import { openLog } from './openLog.ts';
import type { Sink } from './sink.ts';

/**
 * One line of JSON a step, behind those that are there: `{"step":1,"reward":0.5,...}`. Numbers that JSON lacks are the texts
 * "NaN", "Infinity" and "-Infinity", as in Protocol Buffers' JSON.
 */
export function jsonlSink(file: string): Sink {
  const log = openLog(file);
  return {
    write: (step, metrics) =>
      log.append(`${JSON.stringify(Object.assign({ step }, metrics, { step }), named)}\n`),
    close: () => log.close(),
  };
}

const named = (_: string, value: unknown): unknown =>
  typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;

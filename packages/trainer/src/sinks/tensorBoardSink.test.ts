import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import type { StepMetrics } from '../metrics.ts';
import { type Event, eventRecord } from './tensorBoardEvent.ts';
import { tensorBoardSink } from './tensorBoardSink.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'events-'));
});
afterAll(() => rm(folder, { recursive: true }));

/** What TensorBoard 2.21's writer makes of these: `python testing/tensorboard.py write`. */
const expected: readonly (readonly [Event, string])[] = [
  [
    { wallTime: 1700000000.5, step: 0, what: { fileVersion: 'brain.Event:2' } },
    '1800000000000000a37f4b220900002040fc54d9411a0d627261696e2e4576656e743a322b353110',
  ],
  [
    { wallTime: 1700000000.5, step: 300, what: 'session start' },
    '100000000000000095fbfe180900002040fc54d94110ac023a020801b94512a3',
  ],
  [
    {
      wallTime: 1700000001.5,
      step: 300,
      what: { scalars: { reward: 0.625, 'verifier/ä': -1e-3, zero: 0 } },
    },
    '3e00000000000000d9d240e70900006040fc54d94110ac022a300a0d0a06726577617264150000203f0a120a0b' +
      '76657269666965722fc3a4156f1283ba0a0b0a047a65726f1500000000a321f665',
  ],
];
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex');

test("records are those of TensorBoard's own writer, byte for byte", () => {
  for (const [event, bytes] of expected) expect(hex(eventRecord(event))).toBe(bytes);
});

test('a file begins with its version, and where a run goes on, with the step it goes on from', async () => {
  const at = join(folder, 'begin');
  const now = () => 1700000000.5;
  const sink = tensorBoardSink(at, { from: 300, now });
  sink.write(300, { reward: 0.625, 'verifier/ä': -1e-3, zero: 0 });
  sink.close();
  const [name, ...others] = await readdir(at);
  expect(others).toEqual([]);
  expect(name).toMatch(/^events\.out\.tfevents\.1700000000\./);
  const bytes = hex(await readFile(join(at, name!)));
  expect(bytes.startsWith(expected[0]![1] + expected[1]![1])).toBe(true);
  expect(bytes).toHaveLength(expected.map(([, of]) => of).join('').length);
});

test('sinks of one second have files of their own', async () => {
  const at = join(folder, 'second');
  for (let i = 0; i < 3; i++) tensorBoardSink(at, { now: () => 7 }).close();
  expect(await readdir(at)).toHaveLength(3);
});

/** A Python that has TensorBoard, where there is one. */
const python = [
  process.env.TRAPO_PYTHON ?? 'python3',
  resolve(import.meta.dirname, '../../../../bench/.venv/bin/python'),
].find(command => {
  try {
    execFileSync(command, ['-c', 'import tensorboard'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
});
if (!python) {
  console.warn(
    "skipped: reading event files with TensorBoard's own reader. To run it: python3 -m venv /tmp/tb && " +
      '/tmp/tb/bin/pip install tensorboard, then set TRAPO_PYTHON=/tmp/tb/bin/python',
  );
}

describe.skipIf(!python)("TensorBoard's own", () => {
  const script = join(import.meta.dirname, 'testing/tensorboard.py');
  const run = (...words: string[]) =>
    execFileSync(python!, [script, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
  const scalars = (at: string): Record<string, [number, number | null][]> =>
    // Python writes numbers that JSON lacks as they are
    JSON.parse(run('read', at).replaceAll(/-?(NaN|Infinity)/g, 'null'));

  test('writer still makes the expected bytes', () => {
    expect(run('write').trim().split('\n')).toEqual(expected.map(([, bytes]) => bytes));
  });

  const metrics = fc.array(
    fc.dictionary(
      fc.string({ unit: 'grapheme', minLength: 1 }),
      fc.float({ noNaN: true, noDefaultInfinity: true }),
    ),
    { minLength: 1, maxLength: 20 },
  );
  test.prop([metrics], { numRuns: 3 })('reader reads what is written', async steps => {
    const at = await mkdtemp(join(folder, 'read-'));
    const sink = tensorBoardSink(at);
    const written: Record<string, [number, number][]> = {};
    for (const [i, values] of steps.entries()) {
      sink.write(i + 1, values as StepMetrics);
      for (const [name, value] of Object.entries(values)) (written[name] ??= []).push([i + 1, value + 0]);
    }
    sink.close();
    expect(scalars(at)).toEqual(written);
  });

  test('reader sees one curve of a run that was resumed', async () => {
    const at = join(folder, 'resumed');
    const killed = tensorBoardSink(at, { now: () => 100 });
    for (let step = 1; step <= 5; step++) killed.write(step, { reward: step });
    const resumed = tensorBoardSink(at, { now: () => 200, from: 4 });
    for (let step = 4; step <= 6; step++) resumed.write(step, { reward: -step });
    resumed.close();
    killed.close();
    expect(scalars(at).reward).toEqual([1, 2, 3, -4, -5, -6].map(value => [Math.abs(value), value]));
  });
});

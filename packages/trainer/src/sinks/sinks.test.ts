import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { consoleSink, jsonlSink, tensorBoardSink } from './index.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sinks-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.prop([fc.array(fc.dictionary(fc.string(), fc.double()))], { numRuns: 50 })(
  'JSONL is read back, each line there when its write returns',
  async steps => {
    const file = join(await mkdtemp(join(folder, 'jsonl-')), 'deep', 'metrics.jsonl');
    const sink = jsonlSink(file);
    let line = 0;
    for (const metrics of steps) {
      sink.write(++line, metrics);
      const lines = (await readFile(file, 'utf8')).trimEnd().split('\n');
      expect(lines).toHaveLength(line);
      const read = JSON.parse(lines.at(-1)!) as Record<string, unknown>;
      expect(read.step).toBe(line);
      for (const [name, value] of Object.entries({ ...metrics, step: line }))
        expect(Object.getOwnPropertyDescriptor(read, name)?.value).toBe(jsonOf(value));
    }
    sink.close();
  },
);
const jsonOf = (value: number) => (Number.isFinite(value) ? value + 0 : String(value));

test('a sink opened again goes on behind what is there', async () => {
  const file = join(folder, 'again.jsonl');
  for (const step of [1, 2]) {
    const sink = jsonlSink(file);
    sink.write(step, { reward: step / 2 });
    sink.close();
  }
  expect(await readFile(file, 'utf8')).toBe('{"step":1,"reward":0.5}\n{"step":2,"reward":1}\n');
});

test('the console has a line a step, of what is asked for and there', () => {
  const lines: string[] = [];
  const sink = consoleSink({ show: ['reward', 'loss', 'kl'], every: 2, print: line => lines.push(line) });
  for (const step of [1, 2, 3, 4]) sink.write(step, { loss: -1 / 3 / step, reward: 0.5, entropy: 1 });
  expect(lines).toEqual(['step 2  reward 0.5  loss -0.1667', 'step 4  reward 0.5  loss -0.08333']);
  consoleSink({ print: line => lines.push(line) }).write(5, { a: 123456, b: 1e-9 });
  expect(lines.at(-1)).toBe('step 5  a 123500  b 1e-9');
});

test('where nothing can be written, the file and the cure are named', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  expect(() => jsonlSink(join(file, 'metrics.jsonl')).write(1, {})).toThrow(
    `can't write ${join(file, 'metrics.jsonl')}: `,
  );
  expect(() => tensorBoardSink(file)).toThrow('a file stands where a folder is needed: give another path');
  expect(() => jsonlSink(folder).write(1, {})).toThrow('give a path that can be written');
});

it.skipIf(process.platform !== 'linux')('a full disk and a folder of others are told apart', () => {
  expect(() => jsonlSink('/dev/full').write(1, {})).toThrow(
    /^can't write .*ENOSPC.*; free some space, and resume$/,
  );
  expect(() => jsonlSink('/sys/trapo/metrics.jsonl').write(1, {})).toThrow(
    'give a folder that you may write to',
  );
});

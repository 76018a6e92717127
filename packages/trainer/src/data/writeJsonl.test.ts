import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, expect } from 'vitest';
import { loadExamples } from './examples.ts';
import { writeJsonl } from './writeJsonl.ts';

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'examples-')), 'pretrain.jsonl');
});
afterAll(() => rm(join(file, '..'), { recursive: true }));

const example = fc.record({
  prompt: fc.string({ unit: 'binary' }),
  completion: fc.string({ unit: 'binary', minLength: 1 }),
});

test.prop([fc.array(example, { minLength: 1 })], { numRuns: 50 })(
  'what is written is read again',
  async rows => {
    await writeJsonl(file, rows);
    expect(await loadExamples(file)).toEqual(rows);
  },
);

test('line separators within a string end no line', async () => {
  const row = { prompt: 'a\u2028b\u2029c\u0085', completion: '\r\n' };
  await writeFile(file, `${JSON.stringify(row)}\n`);
  expect(await loadExamples(file)).toEqual([row]);
});

test('lines that cross the chunks of the file stay whole', async () => {
  const rows = Array.from({ length: 5_000 }, (_, i) => ({
    prompt: `${i}é😀`,
    completion: 'x'.repeat(i % 97) || '\n',
  }));
  await writeJsonl(file, rows.values());
  expect(await loadExamples(file)).toEqual(rows);
  expect((await readFile(file, 'utf8')).endsWith('\n')).toBe(true);
});

test('an example without a completion is refused', async () => {
  await writeFile(file, '{"prompt":"p"}');
  await expect(loadExamples(file)).rejects.toThrow(
    '"completion": text, or a list of {"role", "content"}, is needed; received nothing',
  );
});

test('a folder that is not there is an error with the path', async () => {
  await expect(writeJsonl(join(file, 'none', 'a.jsonl'), [])).rejects.toThrow('none');
});

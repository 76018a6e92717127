import { mkdtemp, readFile, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { beforeAll, expect } from 'vitest';
import { rewindLog } from './rewind.ts';

let file: string;
beforeAll(async () => {
  file = join(await mkdtemp(join(tmpdir(), 'trapo-')), 'log.jsonl');
});

const lines = (steps: readonly number[], text: string) =>
  steps.map(step => `${JSON.stringify({ step, text })}\n`).join('');

test.prop([
  fc.array(fc.integer({ min: 1, max: 6 })).map(steps => steps.sort((a, b) => a - b)),
  fc.integer({ min: 0, max: 6 }),
  fc.constantFrom('', 'é\u2028', 'x'.repeat(40_000)),
  fc.constantFrom('', '{"step":', '{"step":1'),
])('keeps the lines up to the step, whatever was torn', async (steps, step, text, torn) => {
  await writeFile(file, lines(steps, text) + torn);
  await rewindLog(file, step);
  expect(await readFile(file, 'utf8')).toBe(
    lines(
      steps.filter(each => each <= step),
      text,
    ),
  );
});

test('a log that is not there stays so', async () => {
  await rewindLog(`${file}.none`, 3);
  await expect(stat(`${file}.none`)).rejects.toThrow('ENOENT');
});

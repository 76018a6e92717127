import { appendFile, mkdtemp, open, readFile, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { tail } from './tail.ts';

async function followed() {
  const file = join(await mkdtemp(join(tmpdir(), 'trapo-tail-')), 'log.jsonl');
  const lines: string[] = [];
  const positions: number[] = [];
  const log = tail(() => open(file, 'r').catch(() => undefined), {
    line(bytes, from, to, position) {
      lines.push(bytes.toString('utf8', from, to));
      positions.push(position);
    },
    reset() {
      lines.length = 0;
      positions.length = 0;
    },
  });
  return { file, lines, positions, log };
}

describe('a log that is followed', () => {
  const piece = fc.string({ unit: fc.constantFrom('a', 'ü', '\n', '7'), maxLength: 12 });
  test.prop([fc.array(piece, { maxLength: 10 })], { numRuns: 50 })(
    'gives every whole line once',
    async pieces => {
      const { file, lines, positions, log } = await followed();
      await log.refresh(); // no file yet
      for (const text of pieces) {
        await appendFile(file, text);
        await log.refresh();
      }
      const text = pieces.join('');
      const whole = text.slice(0, text.lastIndexOf('\n') + 1);
      expect(lines).toEqual(whole.split('\n').filter(line => line !== ''));
      const bytes = Buffer.from(text);
      positions.forEach((position, i) => {
        expect(bytes.toString('utf8', position, position + Buffer.byteLength(lines[i]!))).toBe(lines[i]);
      });
    },
  );

  it('is read again when it was cut back and has grown since', async () => {
    const { file, lines, log } = await followed();
    await writeFile(file, 'step 1\nstep 2\nstep 3\n');
    await log.refresh();
    await truncate(file, 'step 1\n'.length);
    await appendFile(file, 'again 2\nagain 3\nagain 4\n');
    await log.refresh();
    expect(lines).toEqual((await readFile(file, 'utf8')).trimEnd().split('\n'));
  });

  it('may have lines longer than what is read at once', async () => {
    const { file, lines, log } = await followed();
    const long = 'x'.repeat(9_500_000);
    await writeFile(file, `${long}\nend\n${long}`);
    await log.refresh();
    expect(lines.map(line => line.length)).toEqual([long.length, 3]);
    await appendFile(file, '\n');
    await Promise.all([log.refresh(), log.refresh()]);
    expect(lines).toHaveLength(3);
  });
});

import { execFile } from 'node:child_process';
import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';

/** The command as a user runs it, in a fresh folder. */
async function trapo(...args: string[]) {
  const cwd = await mkdtemp(join(tmpdir(), 'trapo-main-'));
  const main = ['--conditions=@trapo/source', join(import.meta.dirname, 'main.ts'), ...args];
  const env = { ...process.env, INIT_CWD: cwd, DEBUG: '' };
  return new Promise<{ code: number; stderr: string; cwd: string }>(resolve =>
    execFile(process.execPath, main, { cwd, env }, (error, _, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, stderr, cwd }),
    ),
  );
}

test('an error is one readable message, exit code 1, and no run folder', async () => {
  const { code, stderr, cwd } = await trapo('start', '--config', 'mine.yaml');
  expect({ code, stderr }).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^there is no config .*mine\.yaml; begin with a copy of .*\n$/),
  });
  expect(await readdir(cwd)).toEqual([]);
});

test('options are checked too', async () => {
  expect((await trapo('start', '--seed', 'x')).stderr).toContain(
    'a whole number is needed, for example 3; received "x"',
  );
  expect((await trapo('start', '--tread', '2')).stderr).toContain('Did you mean --threads?');
});

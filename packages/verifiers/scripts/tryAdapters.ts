// pnpm --filter @trapo/verifiers try-adapters: installs promptfoo and evalite into a temporary folder, and has them judge with
// our verifiers. It takes minutes and the network, so CI leaves it alone.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const source = resolve(import.meta.dirname, '../src/index.ts');
const folder = mkdtempSync(join(tmpdir(), 'try-adapters-'));
const write = (name: string, text: string) => writeFileSync(join(folder, name), text);

/** Runs a tool; a tool that reports failing tests has run. */
function run(command: string, ...args: readonly string[]): void {
  const env = {
    ...process.env,
    PROMPTFOO_DISABLE_TELEMETRY: '1',
    PROMPTFOO_DISABLE_UPDATE: '1',
    PROMPTFOO_CONFIG_DIR: folder,
  };
  try {
    execFileSync(command, args, { cwd: folder, env, stdio: 'pipe', timeout: 600_000 });
  } catch (cause) {
    const { status, stdout, stderr } = cause as { status: number; stdout: Buffer; stderr: Buffer };
    if (command === 'npm' || status === null)
      throw new Error(`${command} ${args.join(' ')}: ${stdout}${stderr}`, { cause });
  }
}

const read = (name: string): unknown => JSON.parse(readFileSync(join(folder, name), 'utf8'));

function expectEqual(what: string, received: unknown, expected: unknown): void {
  const [ours, theirs] = [JSON.stringify(received), JSON.stringify(expected)];
  if (ours !== theirs) throw new Error(`${what}: expected ${theirs}, received ${ours}`);
  console.log(`${what}: ${ours}`);
}

try {
  write('package.json', '{ "private": true, "type": "module" }');
  run(
    'npm',
    'install',
    '--ignore-scripts',
    '--no-audit',
    '--no-fund',
    'promptfoo@0.123.1',
    'evalite@0.19.0',
    'vitest@4',
  );

  write(
    'assert.mjs',
    `import { numeric, promptfooAssertion } from '${source}';\nexport default promptfooAssertion(numeric);\n`,
  );
  const judged = (text: string, gold: string) => ({
    vars: { text, gold },
    assert: [{ type: 'javascript', value: 'file://assert.mjs' }],
  });
  write(
    'promptfooconfig.json',
    JSON.stringify({
      prompts: ['{{text}}'],
      providers: ['echo'],
      tests: [judged('it is 17', '17'), judged('it is 18', '17'), judged('it is 18', 'many')],
    }),
  );
  run(
    'npx',
    'promptfoo',
    'eval',
    '-c',
    'promptfooconfig.json',
    '--no-cache',
    '--no-table',
    '-o',
    'promptfoo.json',
  );
  const { results } = read('promptfoo.json') as {
    results: { results: { success: boolean; gradingResult?: { reason: string } | null; error?: string }[] };
  };
  expectEqual(
    'promptfoo',
    results.results.map(({ success, gradingResult, error }) => [
      success,
      /skipped/.test(`${gradingResult?.reason} ${error}`),
    ]),
    [
      [true, false],
      [false, false],
      [false, true],
    ],
  );

  write(
    'verifiers.eval.ts',
    `import { evalite } from 'evalite';
import { evaliteScorer, numeric } from '${source}';
evalite('verifiers', {
  data: async () => [{ input: 'it is 17', expected: '17' }, { input: 'it is 18', expected: '17' }, { input: 'it is 18', expected: 'many' }],
  task: async (input: string) => input,
  scorers: [evaliteScorer(numeric)],
});
`,
  );
  // its default storage has to be compiled
  write(
    'evalite.config.ts',
    `import { defineConfig } from 'evalite/config';
import { createInMemoryStorage } from 'evalite/in-memory-storage';
export default defineConfig({ storage: () => createInMemoryStorage() });
`,
  );
  run('npx', 'evalite', 'run', 'verifiers.eval.ts', '--outputPath', 'evalite.json');
  const scores = JSON.stringify(read('evalite.json')).match(/"score":[\d.]+/g) ?? [];
  expectEqual('evalite', [...scores].sort(), ['"score":0', '"score":1']);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}

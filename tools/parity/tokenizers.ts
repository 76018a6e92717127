/**
 * node --conditions=@trapo/source tools/parity/tokenizers.ts [SEED]: tokenizers and chat templates against Python's, on freshly
 * trained tokenizers and fresh strings. Those of seed 20 are committed, and a test holds them everywhere.
 */
import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CASES, differences, stringsOf } from '../../packages/models/src/testing/tokenizerParity.ts';

const python = resolve(import.meta.dirname, '../../bench/.venv/bin/python');
const script = resolve(import.meta.dirname, 'tokenizers_parity.py');
const pieces = resolve(import.meta.dirname, '../../packages/models/testing-data/tokenizers/pieces.json');
const seed = Number(process.argv[2] ?? Date.now() % 1e6);

const folder = await mkdtemp(join(tmpdir(), 'tokenizers-'));
await copyFile(pieces, join(folder, 'pieces.json'));
const { status, stderr, error } = spawnSync(python, [script, 'make', folder, `${seed}`], {
  encoding: 'utf8',
});
if (status !== 0) {
  console.error(
    `Parity: ${python} has to import tokenizers and transformers: ${error?.message ?? stderr.slice(-500)}`,
  );
  process.exit(1);
}
const strings = stringsOf(folder, seed);
for (const name of CASES) {
  const wrong = differences(folder, name, strings);
  console.log(
    `${name}: ${wrong.length === 0 ? `${strings.length} strings agree` : `${wrong.length} results differ`}`,
  );
  for (const each of wrong.slice(0, 5)) console.log(`  ${each}`);
  if (wrong.length > 0) process.exitCode = 1;
}
await rm(folder, { recursive: true });

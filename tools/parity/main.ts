/**
 * pnpm parity [--seed N] [--keep FOLDER]: models against transformers and peft themselves, both ways, on fresh checkpoints.
 *
 * Python makes small random checkpoints of every family with their logits, log-probabilities, entropies and gradients;
 * @trapo/models loads them, agrees with all of it, and saves them; Python loads what was saved, adapters too, and agrees
 * with it. The same data with the seed 1 is committed, and tests hold the first half of this everywhere.
 */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadAdapter, loadDecoder, saveAdapter, saveDecoder } from '../../packages/models/src/index.ts';
import { type ParityErrors, parityErrors, readExpected } from '../../packages/models/src/testing/parity.ts';
import { type Device, openDevice } from '../../packages/tensor/src/index.ts';

/** Relative error of every comparison, in float32. */
const MOST = 1e-4;
/** How the families that are stored in 16 bits are saved again. */
const STORED: Readonly<Record<string, 'BF16' | 'F16'>> = { qwen2: 'BF16', smollm2: 'F16' };

const { values } = parseArgs({
  options: { seed: { type: 'string', default: String(Date.now() % 1e6) }, keep: { type: 'string' } },
});

const python = resolve(import.meta.dirname, '../../bench/.venv/bin/python');
const script = resolve(import.meta.dirname, 'models.py');
const missing = existsSync(python) ? lastLine(['-c', 'import transformers, peft']) : 'there is no such file';
if (missing !== undefined) {
  console.error(
    `Parity: ${python} has to import transformers and peft (${missing}). Make it with pnpm bench, then bench/.venv/bin/pip install transformers peft.`,
  );
  process.exit(1);
}

const folder = values.keep ? resolve(values.keep) : await mkdtemp(join(tmpdir(), 'parity-'));
console.log(`seed ${values.seed}: relative errors, at most ${MOST} each`);
run(['make', folder, values.seed]);
const device = await openDevice({ backend: 'simd' });
let misses = 0;
for (const name of (await readdir(folder)).sort()) {
  const errors = await ours(device, name);
  for (const [what, error] of Object.entries(errors)) report(`${name}, ${what}: @trapo/models`, error);
}
await device.close();
for (const line of run(['check', folder]).trim().split('\n')) {
  const { name, unloaded, errors } = JSON.parse(line);
  for (const [what, error] of Object.entries(errors)) {
    report(`${name}, ${what}: transformers on what @trapo/models saved`, error as number);
  }
  if (unloaded.length > 0) miss(`${name}: transformers did not place ${unloaded.join(', ')}`);
}
if (!values.keep) await rm(folder, { recursive: true });
console.log(misses === 0 ? 'all agree' : `${misses} do not agree`);
if (misses > 0) process.exitCode = 1;

/** The worst errors of one case; saves model and adapter for Python to load. */
async function ours(device: Device, name: string): Promise<Record<string, number>> {
  const at = join(folder, name);
  const decoder = await loadDecoder(device, at);
  const model = await parityErrors(device, decoder, await readExpected(at));
  const maxShardBytes = name.endsWith('sharded') ? 20_000 : 5e9;
  await saveDecoder(join(at, 'saved'), decoder, { dtype: STORED[name] ?? 'F32', maxShardBytes });
  const errors = { logits: worst(model), gradients: model.gradient.error };
  if (!existsSync(join(at, 'adapter'))) return errors;
  const lora = await loadAdapter(decoder, join(at, 'adapter'));
  const adapted = await parityErrors(device, lora.decoder, await readExpected(at, 'adapted'));
  await saveAdapter(join(at, 'saved-adapter'), lora);
  return { ...errors, adapter: worst(adapted), 'adapter gradients': adapted.gradient.error };
}

function worst({ logits, logProb, entropy, hasAllGradients }: ParityErrors): number {
  return hasAllGradients ? Math.max(logits, logProb, entropy) : Number.POSITIVE_INFINITY;
}

function report(what: string, error: number): void {
  console.log(`  ${error.toExponential(1)}  ${what}`);
  if (!(error <= MOST)) miss(`${what}: ${error}`);
}

function miss(what: string): void {
  misses++;
  console.error(`  MISS ${what}`);
}

function run(args: readonly string[]): string {
  const { status, stdout, stderr } = spawnSync(python, [script, ...args], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${script} ${args.join(' ')} failed:\n${stderr.slice(-2000)}`);
  return stdout;
}

/** The last line that Python says when it fails; undefined when it does not. */
function lastLine(args: readonly string[]): string | undefined {
  const { status, stderr } = spawnSync(python, args, { encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim().split('\n').at(-1);
}

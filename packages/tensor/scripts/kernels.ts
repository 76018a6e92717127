// Compiles every op's SIMD kernel into src/backends/simd/kernels.wasm, unless it is already fresh.
// Run by this package's `prepare` (at install), by the tests and by `start`; the binary is never committed.

import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root: string = resolve(import.meta.dirname, '..');
const entry = 'src/backends/simd/assembly/index.as.ts';
const output = 'src/backends/simd/kernels.wasm';
const stamp = join(root, 'node_modules/.kernels.hash');

export const options: string[] = [
  '-O3',
  '--converge',
  '--noAssert',
  '--runtime=stub',
  '--enable=simd,relaxed-simd,threads,bulk-memory',
  '--importMemory',
  '--exportTable',
  '--sharedMemory',
  '--initialMemory=16',
  '--maximumMemory=65536',
];

function fingerprint(): string {
  const hash = createHash('sha256').update(options.join(' '));
  for (const file of globSync('src/**/*.as.ts', { cwd: root }).sort()) {
    hash.update(file).update(readFileSync(join(root, file)));
  }
  return hash.digest('hex');
}

/** Builds the kernels if a source or an option changed; returns whether it had to. Throws with the compiler's text. */
export async function buildKernels(): Promise<boolean> {
  const now = fingerprint();
  const fresh = existsSync(join(root, output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === now;
  if (fresh) return false;
  const { default: asc } = await import('assemblyscript/asc');
  const { error, stderr } = await asc.main([entry, `--outFile=${output}`, '--baseDir', root, ...options]);
  if (error) throw new Error(`the SIMD kernels do not compile:\n${stderr.toString()}`, { cause: error });
  writeFileSync(stamp, now);
  return true;
}

if (process.argv[1] === import.meta.filename) await buildKernels();

// jax-js as a peer, on its WebAssembly backend: `main.ts THREADS [FOLDER]`. Its threads hold for a whole process.

import { readFileSync } from 'node:fs';
import { readMaterial } from '../../engine/material.ts';
import { serve, timed } from '../serve.ts';
import { provideWorkers } from './workers.ts';

const [threads, folder] = process.argv.slice(2);
provideWorkers(Number(threads));
const { init, defaultDevice } = await import('@jax-js/jax');
await init('wasm');
defaultDevice('wasm');
const { Training } = await import('./training.ts');
const { gemm } = await import('./product.ts');
const training = folder === undefined ? undefined : new Training(await readMaterial(folder));
const manifest = new URL('../package.json', import.meta.resolve('@jax-js/jax'));
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

await serve({
  info: () => ({
    about: `${version}, wasm on ${threads} thread${threads === '1' ? '' : 's'}, jit; Node ${process.versions.node}`,
  }),
  check: () => training!.check(),
  train: request => timed(request, () => training!.step()),
  gemm,
});
// its threads would keep the process
process.exit();

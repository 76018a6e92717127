// TensorFlow.js as a peer: `main.ts [FOLDER]`.

import { readMaterial } from '../../engine/material.ts';
import { serve, timed } from '../serve.ts';
import { startBackend } from './backend.ts';
import { gemm } from './product.ts';
import { Training } from './training.ts';

const folder: string | undefined = process.argv[2];
const about: string = await startBackend();
const training: Training | undefined =
  folder === undefined ? undefined : new Training(await readMaterial(folder));

await serve({
  info: () => ({ about }),
  check: () => training!.check(),
  train: request => timed(request, () => training!.step()),
  gemm,
});

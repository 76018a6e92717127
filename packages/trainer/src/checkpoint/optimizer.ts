// The optimizer's part of a checkpoint: optimizer.safetensors, with the moments and the count of updates as `step`.

import { join } from 'node:path';
import { type OptimizerState, readSafetensors, writeSafetensors } from '@trapo/models';

const FILE = 'optimizer.safetensors';
const STEP = 'step';

export async function saveOptimizer(folder: string, { steps, moments }: OptimizerState): Promise<void> {
  const tensors = new Map([...moments].map(([name, data]) => [name, { shape: [data.length], data }]));
  tensors.set(STEP, { shape: [1], data: Float32Array.of(steps) });
  await writeSafetensors(join(folder, FILE), tensors);
}

/** Throws Error when the file is missing, torn, or holds no count of updates. */
export async function loadOptimizer(folder: string): Promise<OptimizerState> {
  const stored = await readSafetensors(join(folder, FILE));
  const steps = stored.get(STEP)?.data[0];
  if (steps === undefined) {
    throw new Error(`${join(folder, FILE)}: there is no tensor "${STEP}", the count of updates`);
  }
  stored.delete(STEP);
  return { steps, moments: new Map([...stored].map(([name, { data }]) => [name, data])) };
}

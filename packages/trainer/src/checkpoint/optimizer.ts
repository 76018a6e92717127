// The optimizer's part of a checkpoint: a file with the moments, and the count of updates as `step`.

import type { OptimizerState } from '@trapo/models';
import { loadTensors, saveTensors } from './tensors.ts';

const STEP = 'step';

export const saveOptimizer = (file: string, { steps, moments }: OptimizerState): Promise<void> =>
  saveTensors(file, new Map([...moments, [STEP, Float32Array.of(steps)]]));

/** Throws Error when the file is missing, torn, or holds no count of updates. */
export async function loadOptimizer(file: string): Promise<OptimizerState> {
  const moments = await loadTensors(file);
  const steps = moments.get(STEP)?.[0];
  if (steps === undefined) throw new Error(`${file}: there is no tensor "${STEP}", the count of updates`);
  moments.delete(STEP);
  return { steps, moments };
}

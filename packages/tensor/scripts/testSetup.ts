// Tests run from the sources, and so do the kernels: vitest's global set-up makes them fresh.
import { buildKernels } from './kernels.ts';

export async function setup(): Promise<void> {
  await buildKernels();
}

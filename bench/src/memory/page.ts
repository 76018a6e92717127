// What the page does: gpu.js on WebGPU.

import { openDevice } from '../../../packages/tensor/src/index.ts';
import { type Work, Workload } from './workload.ts';

let workload: Workload;

/** Opens the device; says what runs. */
export async function open(work: Work): Promise<string> {
  const device = await openDevice({ backend: 'gpujs', mode: 'webgpu' });
  workload = new Workload(device, work);
  return `${device.report.backend}: ${device.report.build}`;
}

/** Resolves to the steps that were done. */
export async function run({ task, steps }: { task: 'train' | 'decode'; steps: number }): Promise<number> {
  if (task === 'decode') return workload.decode(steps);
  await workload.train(steps);
  return steps;
}

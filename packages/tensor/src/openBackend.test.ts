import { expect, it } from 'vitest';
import { openDevice } from './device.ts';

it('is SIMD in Node, with a thread for each core', async () => {
  const device = await openDevice();
  const { backend, threads, reason } = device.report;
  await device.close();
  const cores = navigator.hardwareConcurrency;
  expect([backend, threads]).toEqual(['simd', Math.min(cores, 8)]);
  expect(reason).toMatch(
    new RegExp(`^simd is the default in Node; \\d threads? on a CPU of ${cores} cores$`),
  );
});

it('takes the best of gpu.js’s modes when none is named, and says which are missing', async () => {
  const device = await openDevice({ backend: 'gpujs' });
  const { backend, reason } = device.report;
  await device.close();
  // no page, so neither of a page's two
  expect(backend).toMatch(/^gpujs:(headlessgl|webasm)$/);
  expect(reason).toMatch(/its best mode here; not available here: webgpu, webgl2/);
});

import { call, findChromium, withPage } from '@trapo/chromium';
import { describe, expect, it } from 'vitest';
import type { DeviceOptions } from '../../device.ts';
import { type Trained, trainedWeights } from '../../testing/training.ts';

const training = '/packages/tensor/src/testing/training.ts';

/** Trains in a page of its own. */
function inPage(isolated: boolean, options: DeviceOptions): Promise<Trained> {
  return withPage(page => call<Trained>(page, training, 'trainedWeights', options), {
    isolated,
    entries: [training.slice(1)],
  });
}

const chromium = findChromium();

describe.skipIf(!chromium)(`the SIMD backend in Chromium${chromium ? '' : ', which is not here'}`, () => {
  it.each([
    { isolated: true, threads: 2 },
    { isolated: false, threads: 1 },
  ])('has the bits of Node: %o', async ({ isolated, threads }) => {
    const inNode = await trainedWeights({ build: '128-bit', threads: 1 });
    const { report, bits } = await inPage(isolated, isolated ? { threads } : { backend: 'simd' });
    expect(report).toMatchObject({ backend: 'simd', threads, build: 'WebAssembly relaxed SIMD, 128-bit' });
    expect(bits).toEqual(inNode.bits);
  });

  it('says why threads cannot be had where nothing is isolated, and how to get them', async () => {
    await expect(inPage(false, { threads: 2 })).rejects.toThrow(
      /2 threads cannot be had: this page is not cross-origin isolated: serve it with the headers/,
    );
  });

  it('is what a page without a GPU gets: WebGPU in software does not count', async () => {
    const { report } = await inPage(true, {});
    expect(report.backend).toBe('simd');
    expect(report.reason).toMatch(/^simd, because (WebGPU runs in software here|there is no WebGPU here)/);
  });
});

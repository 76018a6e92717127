import { call, findChromium, type Page, withPage } from '@trapo/chromium';
import { beforeAll, describe, expect, it } from 'vitest';
import type { DeviceOptions } from '../../device.ts';
import { type Trained, trainedWeights } from '../../testing/training.ts';

const training = '/packages/tensor/src/testing/training.ts';
const entries = [training.slice(1)];

function inPage(page: Page, options: DeviceOptions): Promise<Trained> {
  return call(page, training, 'trainedWeights', options);
}

/** In a web worker of the page, whose thread may sleep while it waits. */
function inWebWorker(page: Page, options: DeviceOptions): Promise<Trained> {
  const module = JSON.stringify(new URL(training, page.url()));
  const code = `import(${module}).then(({ trainedWeights }) => trainedWeights(${JSON.stringify(options)}))
    .then(postMessage, error => reportError(error));`;
  return page.evaluate(`new Promise((resolve, reject) => {
    const code = new Blob([${JSON.stringify(code)}], { type: 'text/javascript' });
    const worker = new Worker(URL.createObjectURL(code), { type: 'module' });
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(message));
  })`);
}

const chromium = findChromium();

describe.skipIf(!chromium)(`the SIMD backend in Chromium${chromium ? '' : ', which is not here'}`, () => {
  let bits: readonly number[];
  beforeAll(async () => {
    ({ bits } = await trainedWeights({ build: '128-bit', threads: 1 }));
  });

  it('has the bits of Node on threads, in a page and in a web worker, where a page is isolated', async () => {
    const [main, worker, chosen] = await withPage(
      async page => [
        await inPage(page, { threads: 2 }),
        await inWebWorker(page, { threads: 2 }),
        await inPage(page, {}),
      ],
      { isolated: true, entries },
    );
    const report = { backend: 'simd', threads: 2, build: 'WebAssembly relaxed SIMD, 128-bit' };
    expect(main).toMatchObject({ report, bits });
    expect(worker).toMatchObject({ report, bits });
    // WebGPU in software is not preferred to it
    expect(chosen?.bits).toEqual(bits);
    expect(chosen?.report.reason).toMatch(/^simd, because (WebGPU runs in software|there is no WebGPU) here/);
  });

  it('has them on one thread where it is not, and says why', async () => {
    const [alone, refused] = await withPage(
      async page => {
        const refusal = inPage(page, { threads: 2 }).then(String, (error: Error) => error.message);
        return [await inPage(page, { backend: 'simd' }), await refusal] as const;
      },
      { isolated: false, entries },
    );
    expect(alone).toMatchObject({ report: { backend: 'simd', threads: 1 }, bits });
    expect(alone.report.reason).toContain(
      'one thread: this page is not cross-origin isolated: serve it with',
    );
    expect(refused).toContain('openDevice: 2 threads cannot be had: this page is not cross-origin isolated');
  });
});

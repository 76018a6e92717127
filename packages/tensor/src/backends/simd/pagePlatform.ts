// A page, or a web worker of one. The addresses stand as literals because that is how bundlers find the files.

import type { Platform, RunningWorker } from './platform.ts';

export const pagePlatform: Platform = {
  name: 'page',
  async readKernels() {
    const response = await fetch(new URL('./kernels.wasm', import.meta.url));
    if (!response.ok) throw new Error(`${response.url} answers ${response.status} ${response.statusText}`);
    return new Uint8Array(await response.arrayBuffer());
  },
  merges: false,
  setMerging() {},
  get singleThreaded() {
    return globalThis.crossOriginIsolated
      ? undefined
      : 'this page is not cross-origin isolated: serve it with the headers Cross-Origin-Opener-Policy: same-origin ' +
          'and Cross-Origin-Embedder-Policy: require-corp';
  },
  startWorker(setup, failed) {
    const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
    return new Promise<RunningWorker>((resolve, reject) => {
      worker.onerror = event => {
        event.preventDefault();
        reject(new Error(event.message || 'worker.js could not be loaded'));
        failed();
      };
      worker.onmessage = () => resolve({ stop: async () => worker.terminate() });
      worker.postMessage(setup);
    });
  },
};

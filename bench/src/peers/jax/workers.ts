// The web's Worker on top of Node's, as far as jax-js needs it: it starts module workers from a blob's URL, and computes
// on one thread where there is no Worker. jax-js takes navigator.hardwareConcurrency of them.

import { resolveObjectURL } from 'node:buffer';
import { Worker as NodeWorker } from 'node:worker_threads';

const PRELUDE = `
const { parentPort } = require('node:worker_threads');
globalThis.self = globalThis;
globalThis.postMessage = message => parentPort.postMessage(message);
parentPort.on('message', data => globalThis.onmessage({ data }));
`;

class BlobWorker {
  onmessage: ((event: { data: unknown }) => void) | undefined;
  onerror: ((event: { message: string }) => void) | undefined;
  private readonly started: Promise<NodeWorker>;

  constructor(url: string) {
    const blob = resolveObjectURL(url)!;
    this.started = blob.text().then(source => {
      const worker = new NodeWorker(PRELUDE + source, { eval: true });
      worker.on('message', data => this.onmessage?.({ data }));
      worker.on('error', error => this.onerror?.({ message: String(error) }));
      return worker;
    });
  }

  postMessage(message: unknown): void {
    void this.started.then(worker => worker.postMessage(message));
  }
}

/** Lets jax-js compute on so many threads; before it is loaded. */
export function provideWorkers(threads: number): void {
  Object.defineProperty(navigator, 'hardwareConcurrency', { value: threads });
  if (threads > 1) Object.assign(globalThis, { Worker: BlobWorker });
}

/** Starts a worker, in Node and in pages. */
import { isNode } from './isNode.ts';
import type { Message, Request } from './messages.ts';

export interface RunningWorker {
  send(request: Request): void;
  /** Ends it, whatever it is doing. */
  kill(): void;
}

export interface WorkerEvents {
  onMessage(message: Message): void;
  /** It ended by itself. */
  onEnd(cause: string): void;
}

/** Megabytes that a worker's heap may take; one that needs more ends (Node only). */
const HEAP = 512;

// not written into `new URL(...)`: bundlers for pages would copy the file a second time, as it is
const WORKER: string = './worker.ts';

export const startWorker = (modules: readonly string[], events: WorkerEvents): RunningWorker =>
  isNode() ? startThread(modules, events) : startWebWorker(modules, events);

function startThread(modules: readonly string[], { onMessage, onEnd }: WorkerEvents): RunningWorker {
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(new URL(WORKER, import.meta.url), {
    workerData: modules,
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: HEAP },
  });
  let killed = false;
  const end = (cause: string) => {
    if (!killed) onEnd(cause);
    killed = true;
  };
  worker.on('message', onMessage);
  worker.on('error', cause => end((cause as Error).message));
  worker.on('exit', code => end(`it ended with ${code}`));
  return {
    send: request => worker.postMessage(request),
    kill() {
      killed = true;
      void worker.terminate();
    },
  };
}

function startWebWorker(modules: readonly string[], { onMessage, onEnd }: WorkerEvents): RunningWorker {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });
  worker.onmessage = ({ data }) => onMessage(data as Message);
  worker.onerror = event => {
    event.preventDefault();
    onEnd(event.message || 'worker.js could not be loaded');
  };
  worker.postMessage(modules);
  return { send: request => worker.postMessage(request), kill: () => worker.terminate() };
}

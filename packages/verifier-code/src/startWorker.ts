/** Starts a worker for a language, in Node and in pages. */
import type { Language } from './gold.ts';
import type { Job, Message } from './messages.ts';

export interface RunningWorker {
  send(job: Job): void;
  /** Ends it, whatever it is doing. */
  kill(): void;
}

export interface WorkerEvents {
  onMessage(message: Message): void;
  /** It ended by itself. */
  onEnd(cause: string): void;
}

// not written into `new URL(...)`: bundlers for pages would copy the files a second time, as they are
const WORKERS: Readonly<Record<Language, string>> = {
  python: './python/worker.ts',
  javascript: './javascript/worker.ts',
};

export function startWorker(language: Language, { onMessage, onEnd }: WorkerEvents): RunningWorker {
  if (typeof globalThis.process?.getBuiltinModule !== 'function') {
    const worker = startWebWorker(language);
    worker.onmessage = ({ data }) => onMessage(data as Message);
    worker.onerror = event => {
      event.preventDefault();
      onEnd(event.message || 'it could not be loaded');
    };
    return { send: job => worker.postMessage(job), kill: () => worker.terminate() };
  }
  const { Worker } = process.getBuiltinModule('node:worker_threads');
  const worker = new Worker(new URL(WORKERS[language], import.meta.url), {
    execArgv: [],
    env: {},
    // a program's prints are caught inside; what else is written is lost
    stdout: true,
    stderr: true,
  });
  let ended = false;
  const end = (cause: string) => {
    if (!ended) onEnd(cause);
    ended = true;
  };
  worker.on('message', onMessage);
  worker.on('error', cause => end((cause as Error).message));
  worker.on('exit', code => end(`it ended with ${code}`));
  return {
    send: job => worker.postMessage(job),
    kill() {
      ended = true;
      void worker.terminate();
    },
  };
}

/** The addresses stand as literals because that is how bundlers find the files. */
const startWebWorker = (language: Language): Worker =>
  language === 'python'
    ? new Worker(new URL('./python/worker.ts', import.meta.url), { type: 'module' })
    : new Worker(new URL('./javascript/worker.ts', import.meta.url), { type: 'module' });

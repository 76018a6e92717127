/** A worker with an interpreter: one job at a time, killed when it takes too long, replaced when it breaks. */
import type { Language } from './gold.ts';
import type { Job, Message, Outcome } from './messages.ts';
import { type RunningWorker, startWorker } from './startWorker.ts';

/** What came of a job: outcomes, or a time limit, or an interpreter that broke. */
export type Result =
  | { readonly outcomes: readonly Outcome[] }
  | { readonly late: true }
  | { readonly broken: string };

export interface Sandbox {
  /** Rejects when the sandbox is closed or its worker can't start. */
  run(job: Job, timeMs: number): Promise<Result>;
  close(): void;
}

interface Waiting {
  readonly job: Job;
  readonly timeMs: number;
  resolve(result: Result): void;
  reject(cause: Error): void;
}

/** The worker starts with the first job. */
export function openSandbox(language: Language): Sandbox {
  const waiting: Waiting[] = [];
  let worker: RunningWorker | undefined;
  let ready = false;
  let running: Waiting | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let closed = false;

  function start(): void {
    ready = false;
    worker = startWorker(language, { onMessage: heard, onEnd: ended });
  }

  function heard(message: Message): void {
    if (message === 'ready') {
      ready = true;
      next();
    } else if ('broken' in message) replace({ broken: message.broken });
    else {
      finish({ outcomes: message.outcomes });
      next();
    }
  }

  function finish(result: Result): void {
    clearTimeout(timer);
    const done = running;
    running = undefined;
    done?.resolve(result);
  }

  /** Ends the worker; another starts when there is something to run. */
  function replace(result: Result): void {
    worker?.kill();
    worker = undefined;
    finish(result);
    next();
  }

  function ended(cause: string): void {
    if (closed) return;
    if (ready) replace({ broken: cause });
    else close(`the ${language} worker can't start: ${cause}`);
  }

  function next(): void {
    if (running || waiting.length === 0 || closed) return;
    if (!worker) start();
    if (!ready || !worker) return;
    running = waiting.shift()!;
    timer = setTimeout(() => replace({ late: true }), running.timeMs);
    worker.send(running.job);
  }

  function close(why: string): void {
    closed = true;
    clearTimeout(timer);
    worker?.kill();
    const left = running ? [running, ...waiting.splice(0)] : waiting.splice(0);
    running = undefined;
    for (const { reject } of left) reject(new Error(why));
  }

  return {
    run: (job, timeMs) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the sandbox is closed'));
        waiting.push({ job, timeMs, resolve, reject });
        next();
      }),
    close: () => close('the sandbox is closed'),
  };
}

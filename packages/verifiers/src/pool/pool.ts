/** Verifiers in worker threads: several at once, and none that hangs can hold up a training run. */
import type { Budget } from '../budget.ts';
import type { AsyncVerifier, Attempt, Status, Verdict, Verifier } from '../verifier.ts';
import type { Message, Request } from './messages.ts';
import { type RunningWorker, startWorker } from './startWorker.ts';

export interface PoolOptions {
  /** Threads; one unless told. */
  readonly workers?: number;
  /**
   * Milliseconds after which a verifier that has not answered is killed; 10,000 unless told. Budgets end verdicts the same way
   * on every machine; this is for what escapes them.
   */
  readonly killAfterMs?: number;
  /** Addresses of modules that export further verifiers, as `import` takes them. */
  readonly modules?: readonly string[];
}

/** How many verdicts there were of each status. `killed` are among the timeouts, `crashed` among the errors. */
export type PoolCounts = Readonly<Record<Status | 'killed' | 'crashed', number>>;

export interface VerifierPool {
  /** As `Verifier.verify`, in a worker. Rejects on an unknown name or a wrong option. */
  verify(
    name: string,
    attempt: Attempt,
    options?: Readonly<Record<string, unknown>>,
    budget?: Partial<Budget>,
  ): Promise<Verdict>;
  /** A verifier that judges in the pool. Golds are read here, at once. Its name must be one that workers know. */
  pooled<Options extends object>(verifier: Verifier<Options>): AsyncVerifier<Options>;
  counts(): PoolCounts;
  /** Ends the workers. What has not been judged rejects. */
  close(): void;
}

interface Job {
  readonly request: Request;
  readonly begun: number;
  resolve(verdict: Verdict): void;
  reject(cause: Error): void;
}

/** A worker's place in the pool. */
interface Seat {
  worker: RunningWorker;
  ready: boolean;
  job: Job | undefined;
  timer: ReturnType<typeof setTimeout> | undefined;
}

/**
 * Starts workers that judge by name.
 *
 * @throws RangeError when there are to be less than one worker or millisecond
 */
export function verifierPool(options: PoolOptions = {}): VerifierPool {
  const { workers = 1, killAfterMs = 10_000, modules = [] } = options;
  if (!(Number.isInteger(workers) && workers >= 1 && killAfterMs >= 1))
    throw new RangeError(
      `a pool has whole workers and time to wait, for example { workers: 2, killAfterMs: 5000 }; received ${JSON.stringify(options)}`,
    );
  const counts: Record<Status | 'killed' | 'crashed', number> = {
    correct: 0,
    incorrect: 0,
    no_answer: 0,
    gold_unparsable: 0,
    timeout: 0,
    error: 0,
    killed: 0,
    crashed: 0,
  };
  const waiting: Job[] = [];
  let closed = false;
  let failedStarts = 0;

  function seat(): Seat {
    const place: Seat = { worker: undefined as never, ready: false, job: undefined, timer: undefined };
    sitDown(place);
    return place;
  }

  function sitDown(place: Seat): void {
    place.ready = false;
    place.worker = startWorker(modules, {
      onMessage: message => heard(place, message),
      onEnd: cause => ended(place, cause),
    });
  }

  function heard(place: Seat, message: Message): void {
    if (message === 'ready') {
      place.ready = true;
      failedStarts = 0;
    } else if ('refused' in message) settle(place)?.reject(new TypeError(message.refused));
    else answer(settle(place), message.verdict);
    next(place);
  }

  /** Takes the job from a worker. */
  function settle(place: Seat): Job | undefined {
    clearTimeout(place.timer);
    const { job } = place;
    place.job = undefined;
    return job;
  }

  function answer(job: Job | undefined, verdict: Verdict): void {
    if (!job) return;
    counts[verdict.status]++;
    job.resolve(verdict);
  }

  function ended(place: Seat, cause: string): void {
    if (closed) return;
    const job = settle(place);
    if (job) {
      counts.crashed++;
      answer(job, skip('error', `the worker crashed: ${cause}`, job));
    } else if (!place.ready && ++failedStarts > workers) {
      // a module that can't be loaded would be tried for ever
      close(`workers can't start: ${cause}`);
      return;
    }
    sitDown(place);
  }

  function kill(place: Seat): void {
    place.worker.kill();
    const job = settle(place)!;
    counts.killed++;
    answer(job, skip('timeout', `killed: no verdict after ${killAfterMs} ms`, job));
    sitDown(place);
  }

  function next(place: Seat): void {
    if (!place.ready || place.job) return;
    place.job = waiting.shift();
    if (!place.job) return;
    place.timer = setTimeout(() => kill(place), killAfterMs);
    place.worker.send(place.job.request);
  }

  function close(why: string): void {
    closed = true;
    for (const place of seats) {
      place.worker.kill();
      settle(place)?.reject(new Error(why));
    }
    for (const job of waiting.splice(0)) job.reject(new Error(why));
  }

  const verify: VerifierPool['verify'] = (name, attempt, options, budget) => {
    if (closed) return Promise.reject(new Error('the pool is closed'));
    return new Promise((resolve, reject) => {
      waiting.push({
        request: { name, attempt, options, budget },
        begun: performance.now(),
        resolve,
        reject,
      });
      for (const place of seats) next(place);
    });
  };

  const seats: readonly Seat[] = Array.from({ length: workers }, seat);
  return {
    verify,
    pooled: verifier => ({
      ...verifier,
      verify: (attempt, options, budget) =>
        verify(verifier.name, attempt, options as Readonly<Record<string, unknown>>, budget),
    }),
    counts: () => ({ ...counts }),
    close: () => close('the pool is closed'),
  };
}

const skip = (status: 'timeout' | 'error', reason: string, { begun }: Job): Verdict => ({
  status,
  score: null,
  reason,
  ms: performance.now() - begun,
});

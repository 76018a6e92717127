// What the SIMD backend takes from the place it runs in: the kernels' bytes, worker threads, the width of V8's code.
//
// One build of this package serves Node and pages. It imports none of Node's modules: in Node they come from
// process.getBuiltinModule, so that bundlers and pages without one find nothing to resolve.

import { isNode } from './isNode.ts';
import { nodePlatform } from './nodePlatform.ts';
import { pagePlatform } from './pagePlatform.ts';
import type { WorkerSetup } from './thread.ts';

/** A worker whose kernels are ready to run. */
export interface RunningWorker {
  stop(): Promise<void>;
}

export interface Platform {
  readonly name: 'Node' | 'page';
  /** The bytes of kernels.wasm. */
  readKernels(): Promise<Uint8Array<ArrayBuffer>>;
  /** Whether V8 can be told to merge pairs of 128-bit operations. */
  readonly merges: boolean;
  /** Tells it to, or not to, from now on; nothing where it does not listen. */
  setMerging(on: boolean): void;
  /** Why workers cannot share memory here, and the cure; undefined where they can. */
  readonly singleThreaded: string | undefined;
  /** Starts worker.ts. Rejects when it cannot start; `failed` is called if it ends without being told to. */
  startWorker(setup: WorkerSetup, failed: () => void): Promise<RunningWorker>;
}

/** Where this code runs. Web workers count as their page. */
export const platform: Platform = isNode() ? nodePlatform : pagePlatform;

/** Logical cores, as Node and browsers tell them. */
export function coreCount(): number {
  return globalThis.navigator?.hardwareConcurrency ?? 1;
}

// How many threads a SIMD device gets, and why.

import type { Build } from './kernels.ts';
import { coreCount, platform } from './platform.ts';
import { SimdBackend } from './simd.ts';

/** The default stops here: threads meet at every barrier, and programs of small models have many. */
const MOST_THREADS = 8;

/**
 * Opens the SIMD backend; `why` it is this one begins the report's reason.
 *
 * @throws RangeError when more than one thread is wanted where workers cannot share memory
 */
export async function openSimd(
  { threads, build }: { readonly threads?: number | undefined; readonly build?: Build | undefined },
  why: string,
): Promise<SimdBackend> {
  const { singleThreaded } = platform;
  if (threads !== undefined && threads > 1 && singleThreaded) {
    throw new RangeError(
      `openDevice: ${threads} threads cannot be had: ${singleThreaded}; { threads: 1 } runs as it is`,
    );
  }
  const cores = coreCount();
  const count = threads ?? (singleThreaded ? 1 : Math.min(cores, MOST_THREADS));
  const counted = singleThreaded
    ? `one thread: ${singleThreaded}`
    : `${count === 1 ? '1 thread' : `${count} threads`} on a CPU of ${cores} cores`;
  return SimdBackend.open({
    threads: count,
    build,
    reason: `${why}; ${threads ? 'threads as asked for' : counted}`,
  });
}

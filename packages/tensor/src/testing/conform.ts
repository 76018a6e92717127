// Suites as tests: in vitest, on the backends of Node.

import { expect, it } from 'vitest';
import type { HostArray } from '../graph/tensor.ts';
import { check } from './check.ts';
import { relativeError, TOLERANCE } from './closeness.ts';
import { onEveryBackend } from './everyBackend.ts';
import { nameOf, type Suite } from './suite.ts';

/** Declares a test of each suite on every backend, with a new seed each time. */
export function conform(...suites: readonly Suite[]): void {
  onEveryBackend('conformance', (device, backend) => {
    // compiling kernels for new shapes is what takes gpu.js its time
    const runs = backend.startsWith('gpu.js') ? 4 : 20;
    it.each(suites.map(suite => [nameOf(suite), suite] as const))('%s', async (_, suite) => {
      const seed = Date.now() | 0;
      const verdict = await check(device(), suite, { seed, runs, specials: true });
      expect(verdict.failure).toBeUndefined();
    });
  });
}

/** The same measure for a test of its own. */
export function expectClose(actual: HostArray, expected: Float64Array, what: string): void {
  expect(relativeError(actual, expected), `${what}: relative error`).toBeLessThanOrEqual(TOLERANCE);
}

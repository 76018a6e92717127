// What a page runs.

import { type Message, type RunOptions, runSuites } from '../../packages/tensor/src/testing/runSuites.ts';

/** `report` is a function that the test's process has put into the page. */
export function run(options: RunOptions): Promise<void> {
  const { report } = globalThis as unknown as { report: (message: Message) => void };
  return runSuites(options, message => report(message));
}

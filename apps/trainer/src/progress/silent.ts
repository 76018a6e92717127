import type { Screen } from './progress.ts';

/** For runs inside something larger, which shows how far it is itself. */
export const silent: Screen = {
  say() {},
  result() {},
  progress: () => ({ update() {}, stop() {} }),
};

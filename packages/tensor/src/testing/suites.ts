import * as registry from './registry.ts';
import type { Suite } from './suite.ts';

/** Every suite of every operation. */
export const SUITES: readonly Suite[] = Object.values(registry).flat();

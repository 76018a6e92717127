import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The reward hub of slime. */
export const slime: Suite = callSuite('slime', {});

import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The rewards of TRL. */
export const trl: Suite = callSuite('trl', {});

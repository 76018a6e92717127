import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The verifiers of open-instruct. */
export const openInstruct: Suite = callSuite('open-instruct', {});

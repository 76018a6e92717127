import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The rewards of open-r1. */
export const openR1: Suite = callSuite('open-r1', {});

import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The matchers of reasoning-gym. */
export const reasoningGym: Suite = callSuite('reasoning-gym', {});

import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The checkers of IFEval (Zhou et al. 2023), in the tests of google-research. */
export const ifeval: Suite = callSuite('ifeval', {});

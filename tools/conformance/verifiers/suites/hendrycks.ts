import { callSuite } from '../calls.ts';
import type { Suite } from '../suite.ts';

/** The string comparison of MATH (Hendrycks et al. 2021). */
export const hendrycks: Suite = callSuite('hendrycks', {});

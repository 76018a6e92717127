import type { Suite } from '../suite.ts';
import { hendrycks } from './hendrycks.ts';
import { ifeval } from './ifeval.ts';
import { latex2sympyParse } from './latex2sympy-parse.ts';
import { mathVerify } from './math-verify.ts';
import { mixedGraders } from './mixed-graders.ts';
import { openInstruct } from './open-instruct.ts';
import { openR1 } from './open-r1.ts';
import { reasoningGym } from './reasoning-gym.ts';
import { slime } from './slime.ts';
import { trl } from './trl.ts';

/** Every suite that we answer: one file each beside this one. */
export const suites: readonly Suite[] = [
  hendrycks,
  ifeval,
  latex2sympyParse,
  mathVerify,
  mixedGraders,
  openInstruct,
  openR1,
  reasoningGym,
  slime,
  trl,
];

// Methods by name, each as the phases that a run of it goes through.

import type { MicroGroupPlan } from '@trapo/prefix-select';
import type { Method, MethodOptions } from '../method.ts';
import { grpo } from './grpo.ts';
import { luffy } from './luffy.ts';
import { sft } from './sft.ts';
import { plainSftPrefix, trapo, trapoAuthorsCode } from './trapo.ts';

/** A stretch of a run with one method; the optimizer starts afresh with each. */
export interface Phase {
  readonly method: Method;
  /** Share of the run's steps. */
  readonly share: number;
}

export interface MethodSetup extends MethodOptions {
  readonly plan: MicroGroupPlan;
  /** Expert answers that a problem has. */
  readonly expertsPerProblem: number;
}

export type MethodName =
  | 'sft'
  | 'grpo'
  | 'sft-then-rl'
  | 'luffy'
  | 'plain-sft-prefix'
  | 'trapo'
  | 'trapo-authors-code';

const methods: Record<MethodName, (setup: MethodSetup) => readonly Phase[]> = {
  sft: setup => [{ method: sft(setup, setup.expertsPerProblem), share: 1 }],
  grpo: setup => [{ method: grpo(setup), share: 1 }],
  'sft-then-rl': setup => [
    { method: sft(setup, setup.expertsPerProblem), share: 0.5 },
    { method: grpo(setup), share: 0.5 },
  ],
  luffy: setup => [{ method: luffy(setup), share: 1 }],
  'plain-sft-prefix': setup => [{ method: plainSftPrefix(setup, setup.plan), share: 1 }],
  'trapo-authors-code': setup => [{ method: trapoAuthorsCode(setup), share: 1 }],
  trapo: setup => [{ method: trapo(setup, setup.plan), share: 1 }],
};

export const methodNames: readonly MethodName[] = Object.keys(methods) as MethodName[];

/** The phases of a method. Throws Error with the known names when there is no such method. */
export function methodNamed(name: MethodName, setup: MethodSetup): readonly Phase[] {
  if (!Object.hasOwn(methods, name)) {
    throw new Error(`there is no method ${JSON.stringify(name)}; choose one of ${methodNames.join(', ')}`);
  }
  return methods[name](setup);
}

// What `trapo init` needs to know.

import type { MethodName } from '@trapo/trainer';

export interface InitAnswers {
  /** Where config and data go. */
  readonly folder: string;
  readonly data: DataAnswer;
  readonly verifier: string;
  readonly base: BaseAnswer;
  readonly methods: readonly MethodName[];
  readonly length: RunLength;
}

/** Rows of the task two-digits to try with, or a file of the user's. */
export type DataAnswer =
  | { readonly kind: 'sample' }
  | {
      readonly kind: 'own';
      readonly train: string;
      /** Without one every fifth row is held out. */
      readonly benchmark?: string;
    };

/** What every method begins with. */
export type BaseAnswer =
  | { readonly kind: 'model'; readonly path: string }
  | { readonly kind: 'pretrain'; readonly file: string }
  /** A small model, pretrained on the expert answers (or on the sample's own examples). */
  | { readonly kind: 'fresh' };

export type RunLength = 'quick' | 'standard';

export const runLengths: Readonly<Record<RunLength, { readonly pretrain: number; readonly steps: number }>> =
  {
    quick: { pretrain: 200, steps: 20 },
    standard: { pretrain: 1000, steps: 70 },
  };

/** What `--yes` answers. */
export const usualAnswers = (folder: string, own: string | undefined): InitAnswers => ({
  folder,
  data: own === undefined ? { kind: 'sample' } : { kind: 'own', train: own },
  verifier: 'boxedExact',
  base: { kind: 'fresh' },
  methods: ['sft', 'grpo', 'trapo'],
  length: 'quick',
});

import { combined, fromRecipe, resolved } from '../../compose/combined.ts';
import { onePart, type Resolve, required } from '../../compose/parts.ts';
import { noAnswer } from '../../judgements.ts';
import { flag, text } from '../../options.ts';
import { afterThought } from '../../thought.ts';
import type { Verifier } from '../../verifier.ts';

/** Which tags hold the thought, and whether there must be one. */
export interface ThinkTags {
  /** `<think>` unless told. */
  readonly open?: string;
  /** `</think>` unless told. */
  readonly close?: string;
  /** A completion without the closing tag has no answer. True unless told. */
  readonly required?: boolean;
}

/** Gives a verifier only what follows the thought: for tags of one's own, or where there must be a thought. */
export const afterThink = (
  verifier: Verifier,
  { open = '<think>', close = '</think>', required: needed = true }: ThinkTags = {},
): Verifier => {
  const seen: Verifier = {
    ...verifier,
    verify: (attempt, options, budget) =>
      verifier.verify(
        { ...attempt, completion: afterThought(attempt.completion, open, close) },
        options,
        budget,
      ),
  };
  return combined([seen], {
    name: 'afterThink',
    golds: 'every',
    judge([verdict], { completion }) {
      const { status, score, reason } = verdict!;
      if (!needed || score === null || completion.includes(close)) return { status, score, reason };
      return { ...noAnswer(`there is no ${close}`) };
    },
  });
};

/** `afterThink` by name: its option `of` names the verifier. */
export const afterThinkByName = (resolve: Resolve): Verifier =>
  fromRecipe(
    'afterThink',
    { of: onePart(), open: text('<think>'), close: text('</think>'), required: flag(true) },
    ({ of, ...tags }) => afterThink(resolved([required('afterThink', 'of', of)], resolve)[0]!, tags),
  );

/** The judgements that most kinds come to. */
import type { Judgement } from './defineVerifier.ts';

/** Full marks. */
export const correct = (extracted: string, reason: string): Judgement => ({
  status: 'correct',
  score: 1,
  extracted,
  reason,
});

/** An answer was found, and it is another. */
export const incorrect = (extracted: string, reason: string): Judgement => ({
  status: 'incorrect',
  score: 0,
  extracted,
  reason,
});

/** Nothing was found to compare. */
export const noAnswer = (reason: string): Judgement => ({ status: 'no_answer', score: 0, reason });

/** A share of full marks: correct only at 1. */
export const graded = (score: number, reason: string, extracted?: string): Judgement => ({
  status: score >= 1 ? 'correct' : 'incorrect',
  score,
  ...(extracted === undefined ? {} : { extracted }),
  reason,
});

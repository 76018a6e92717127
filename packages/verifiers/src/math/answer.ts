/** From a text to the answer in it: extract, normalise, parse. */
import { BudgetExceeded, type Meter } from '../budget.ts';
import { type Candidate, candidates, type Extraction } from './extract/candidates.ts';
import { normalise } from './normalise/normalise.ts';
import { parse } from './parse/parse.ts';
import type { Expr } from './tree/expr.ts';

export interface Answer {
  /** What was read, after normalising. */
  readonly text: string;
  readonly where: Candidate['where'] | 'the whole text';
  /** Absent where nothing that was found is mathematics: then the text is all there is to compare. */
  readonly expr?: Expr;
}

/** Longer answers are over budget. */
const MAX_ANSWER = 20_000;

/** The first candidate that is mathematics; or else the first of all, as text. */
export function findAnswer(text: string, extraction: Extraction, meter: Meter): Answer | undefined {
  let fallback: Answer | undefined;
  for (const { content, where } of candidates(text, extraction, meter)) {
    const found = readAnswer(content, where, meter);
    if (found?.expr) return found;
    fallback ??= found;
  }
  return fallback;
}

/** Reads a text that is an answer as a whole. */
export function readAnswer(content: string, where: Answer['where'], meter: Meter): Answer | undefined {
  if (content.length > MAX_ANSWER)
    throw new BudgetExceeded(`an answer has ${content.length} characters, over ${MAX_ANSWER}`);
  const text = normalise(content);
  if (text === '') return undefined;
  const parsed = parse(text, meter);
  return 'expr' in parsed ? { text, where, expr: parsed.expr } : { text, where };
}

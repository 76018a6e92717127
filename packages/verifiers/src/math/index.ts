/** The stages from a text to a verdict, each on its own. */
export { type Answer, findAnswer, readAnswer } from './answer.ts';
export type { Comparison } from './compare/context.ts';
export { same } from './compare/same.ts';
export { type Candidate, candidates, type Extraction } from './extract/candidates.ts';
export { normalise } from './normalise/normalise.ts';
export { type Parsed, parse } from './parse/parse.ts';
export type { Expr } from './tree/expr.ts';

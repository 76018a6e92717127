/** `@trapo/verifiers/math`: the verifier of mathematical answers, and its stages, each on its own. */
export { type MathOptions, math } from '../kinds/math/index.ts';
export { type Profile, type ProfileName, profiles } from '../kinds/math/profiles.ts';
export { type Answer, findAnswer, readAnswer } from './answer.ts';
export type { Comparison } from './compare/context.ts';
export { same } from './compare/same.ts';
export { type Candidate, candidates, type Extraction } from './extract/candidates.ts';
export { normalise } from './normalise/normalise.ts';
export { type Parsed, parse } from './parse/parse.ts';
export type { Expr } from './tree/expr.ts';

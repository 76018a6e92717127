export { type Budget, BudgetExceeded, defaultBudget, type Meter } from './budget.ts';
export {
  type CommonSettings,
  defineVerifier,
  type Judgement,
  type Kind,
  type OptionsOf,
  type ReadGold,
  type Task,
} from './defineVerifier.ts';
export { correct, graded, incorrect, noAnswer } from './judgements.ts';
export { type BoxedExactOptions, boxedExact } from './kinds/boxedExact/index.ts';
export { type ExactOptions, exact } from './kinds/exact/index.ts';
export { type ListOptions, list } from './kinds/list/index.ts';
export { type MultipleChoiceOptions, multipleChoice } from './kinds/multipleChoice/index.ts';
export { type NumericOptions, numeric } from './kinds/numeric/index.ts';
export { type RegexOptions, regex } from './kinds/regex/index.ts';
export { type TokenF1Options, tokenF1 } from './kinds/tokenF1/index.ts';
export { type Overlap, wordOverlap } from './kinds/tokenF1/overlap.ts';
export { flag, number, type Option, type Options, oneOf, text, texts, whole } from './options.ts';
export { verifierByName, verifierNames } from './registry.ts';
export { afterThought } from './thought.ts';
export type {
  AsyncVerifier,
  Attempt,
  GoldUse,
  ParsedGold,
  Status,
  Verdict,
  Verifier,
} from './verifier.ts';
export { withOptions } from './withOptions.ts';
export { normaliseWords, wordsOf } from './words/normaliseWords.ts';
export { stripLatex } from './words/stripLatex.ts';

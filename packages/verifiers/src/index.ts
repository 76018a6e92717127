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

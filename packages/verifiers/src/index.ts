export { type EvaliteInput, type EvaliteScorer, evaliteScorer } from './adapters/evalite.ts';
export { type PromptfooContext, type PromptfooResult, promptfooAssertion } from './adapters/promptfoo.ts';
export { type Budget, BudgetExceeded, checkLength, defaultBudget, type Meter } from './budget.ts';
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
export { afterThink, type ThinkTags } from './kinds/afterThink/index.ts';
export { all } from './kinds/all/index.ts';
export { any } from './kinds/any/index.ts';
export { type BoxedExactOptions, boxedExact } from './kinds/boxedExact/index.ts';
export { type CosineOptions, cosine } from './kinds/cosine/index.ts';
export { type ExactOptions, exact } from './kinds/exact/index.ts';
export { type IfevalOptions, ifeval } from './kinds/ifeval/index.ts';
export { type JsonSchemaOptions, jsonSchema } from './kinds/jsonSchema/index.ts';
export { type ListOptions, list } from './kinds/list/index.ts';
export { type MathOptions, math } from './kinds/math/index.ts';
export { type MultipleChoiceOptions, multipleChoice } from './kinds/multipleChoice/index.ts';
export { type NumericOptions, numeric } from './kinds/numeric/index.ts';
export { type OverlongOptions, overlong } from './kinds/overlong/index.ts';
export { type RegexOptions, regex } from './kinds/regex/index.ts';
export { type RepetitionOptions, repetition } from './kinds/repetition/index.ts';
export { type StepMarkersOptions, stepMarkers } from './kinds/stepMarkers/index.ts';
export { type TagFormatOptions, tagFormat } from './kinds/tagFormat/index.ts';
export { type TokenF1Options, tokenF1 } from './kinds/tokenF1/index.ts';
export { type Overlap, wordOverlap } from './kinds/tokenF1/overlap.ts';
export { type Weighted, weighted } from './kinds/weighted/index.ts';
export {
  flag,
  number,
  type Option,
  type Options,
  oneOf,
  readOptions,
  text,
  texts,
  whole,
} from './options.ts';
export { type PoolCounts, type PoolOptions, type VerifierPool, verifierPool } from './pool/pool.ts';
export { verifierByName, verifierNames } from './registry.ts';
export { type CosineRange, cosineScore } from './shaping/cosine.ts';
export { groupLengthScores } from './shaping/groupLength.ts';
export { overlongPenalty } from './shaping/overlong.ts';
export { repeatedShare } from './shaping/repetition.ts';
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

export { onesOnPrefixes, tokenRewardsOf, withinGroups } from './advantages.ts';
export {
  type Checkpoint,
  CheckpointError,
  latestCheckpoint,
  replaceFolder,
  saveCheckpoint,
} from './checkpoint/checkpoints.ts';
export { rewindLog } from './checkpoint/rewind.ts';
export * from './data/index.ts';
export { type Lesson, learn } from './learn.ts';
export { LocalPolicy } from './localPolicy.ts';
export type {
  Advantages,
  Memory,
  Method,
  MethodDefinition,
  MethodSetup,
  Phase,
  ScoredRow,
} from './method.ts';
export { type MethodName, methodNamed, methodNames, methods } from './methods/index.ts';
export { always, policyLoss, sampledBy } from './methods/parts.ts';
export type { StepMetrics } from './metrics.ts';
export { NonFiniteLossError } from './objective.ts';
export {
  type ConformanceOptions,
  type PolicyCheck,
  rolloutConformance,
  trainingConformance,
} from './policies/conformance.ts';
export { CompletionError } from './policies/openAi/completion.ts';
export type { Dialect } from './policies/openAi/dialect.ts';
export { type OpenAiPolicy, type OpenAiPolicyOptions, openAiPolicy } from './policies/openAi/openAiPolicy.ts';
export { type Failure, RolloutError } from './policies/openAi/rolloutError.ts';
export { ServerError, type ServerOptions } from './policies/openAi/server.ts';
export type { ChatTokenizer, Policy, RolloutPolicy } from './policy.ts';
export { dynamicSampling } from './rollouts/dynamicSampling.ts';
export { encodePrompt } from './rollouts/encode.ts';
export { expertRows } from './rollouts/expertRows.ts';
export { microGroupRollouts } from './rollouts/microGroupRollouts.ts';
export { type TrainingRow, tokenRow } from './rollouts/trainingRow.ts';
export {
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  type Judged,
  judgedResponses,
  scoresOf,
} from './runs/evaluate.ts';
export { type PretrainOptions, pretrain } from './runs/pretrain.ts';
export { learningRate, type Schedule } from './runs/schedule.ts';
export { type Position, type TrainedStep, type TrainOptions, train } from './runs/train.ts';
export * from './sinks/index.ts';
export { type LearnedRow, type StepResult, trainStep } from './step.ts';
export type { StepContext } from './stepContext.ts';
export type { StepTimings } from './stopwatch.ts';

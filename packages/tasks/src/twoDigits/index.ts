export { baseTrace, type Mastery, mastery } from './baseTrace.ts';
export { type BenchmarkRow, type Dataset, dataset, type TrainRow } from './dataset.ts';
export { expertTrace } from './expertTrace.ts';
export { benchmarkLevels, type Level, trainLevels } from './levels.ts';
export { type Kind, type Operation, operations, type State } from './operations.ts';
export { type ExampleRow, pretraining } from './pretraining.ts';
export { answerOf, promptOf, type TwoDigitsProblem } from './problem.ts';
export { type LeveledProblem, problems } from './problems.ts';

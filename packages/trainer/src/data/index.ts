export { type BadRow, BadRowsError } from './badRows.ts';
export { type Example, loadExamples } from './examples.ts';
export { loadProblems, type Problem, type ProblemOptions } from './problems.ts';
export { type Message, type Prompt, plainText, type RenderChat } from './prompt.ts';
export type { BadRowOptions } from './readJsonl.ts';
export { writeJsonl } from './writeJsonl.ts';

export { type BadRow, BadRowsError, listed } from './badRows.ts';
export { type Example, loadExamples } from './examples.ts';
export type { ExpertText } from './expertText.ts';
export { type Fitted, fitted, type LengthOptions, type LongPrompts } from './lengths.ts';
export { loadProblems, type Problem, type ProblemOptions } from './problems.ts';
export { type Message, type Prompt, plainText, type RenderChat } from './prompt.ts';
export type { BadRowOptions } from './readRows.ts';
export { type SchemaName, schemaNames } from './schemas/index.ts';
export { writeJsonl } from './writeJsonl.ts';

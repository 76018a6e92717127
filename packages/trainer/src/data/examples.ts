import { z } from 'zod';
import type { Prompt } from './prompt.ts';
import { type BadRowOptions, readJsonl } from './readJsonl.ts';

/** A text to imitate: the loss is on the completion. */
export interface Example {
  readonly prompt: Prompt;
  readonly completion: string;
}

const schema = z.object({ prompt: z.string(), completion: z.string().min(1) });
const example: Example = { prompt: '12:qb=', completion: 'q12\nb13\n[13]' };

/** Loads `{ prompt, completion }` rows of JSONL, for pretraining and fine-tuning; other fields are dropped. */
export const loadExamples = (file: string, options: BadRowOptions = {}): Promise<Example[]> =>
  readJsonl(file, { ...options, schema, example, accept: row => row });

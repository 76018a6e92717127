import { z } from 'zod';
import type { Prompt } from './prompt.ts';
import { type BadRowOptions, type RowShape, readRows } from './readRows.ts';
import { answerText, messages, prompt } from './schemas/rowSchema.ts';

/** A text to imitate: the loss is on the completion. */
export interface Example {
  readonly prompt: Prompt;
  readonly completion: string;
}

/** A text may begin with nothing before it. */
const promptOrNone = z.union([z.string(), messages], 'text, or a list of {"role", "content"}, is needed');

const rows: RowShape<Example> = {
  example: { prompt: '12:qb=', completion: 'q12\nb13\n[13]' },
  shape: z
    .object({ prompt: promptOrNone, completion: prompt })
    .transform(({ prompt, completion }) => ({ prompt, completion: answerText(completion).join('') }))
    .refine(({ completion }) => completion !== '', {
      path: ['completion'],
      message: 'text, or a message of the role "assistant", is needed',
    }),
};

/**
 * Loads `{ prompt, completion }` rows, JSONL or Parquet, for pretraining and fine-tuning; both may be text or messages, other
 * fields are dropped.
 */
export const loadExamples = (file: string, options: BadRowOptions = {}): Promise<Example[]> =>
  readRows<Example, Example>(file, { ...options, shapeFor: () => rows, accept: row => row });

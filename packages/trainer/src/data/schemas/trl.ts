import { z } from 'zod';
import { answerText, asked, messages, prompt, type RowSchema } from './rowSchema.ts';

/**
 * TRL's rows, conversational or of plain text, with the gold in `answer` or `solution`. A `completion` is an expert
 * solution; `completions`, which TRL lacks, are several.
 */
export const trl: RowSchema = {
  recognises: row =>
    ['messages', 'completion', 'completions', 'solution'].some(key => key in row) ||
    (Array.isArray(row.prompt) && !('experts' in row)),
  example: {
    prompt: [{ role: 'user', content: 'What is 2 + 3?' }],
    answer: '5',
    completion: [{ role: 'assistant', content: '2 and 3 make \\boxed{5}' }],
  },
  shape: z
    .looseObject({
      prompt: prompt.optional(),
      messages: messages.optional(),
      answer: z.string().optional(),
      solution: z.string().optional(),
      completion: prompt.optional(),
      completions: z.array(prompt).optional(),
    })
    .refine(row => (row.prompt === undefined) !== (row.messages === undefined), {
      path: ['prompt'],
      message: 'either "prompt" or "messages" is needed',
    })
    .refine(row => (row.answer === undefined) !== (row.solution === undefined), {
      path: ['answer'],
      message: 'the gold is needed, as "answer" or as "solution"',
    })
    .transform(({ prompt, messages, answer, solution, completion, completions = [], ...meta }) => {
      const conversation = asked(messages ?? []);
      const given = [...(completion === undefined ? [] : [completion]), ...completions];
      return {
        prompt: prompt ?? conversation.prompt,
        answer: answer ?? solution!,
        experts: [...conversation.experts, ...given.flatMap(answerText)],
        meta,
      };
    }),
};

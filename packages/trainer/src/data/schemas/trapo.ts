import { z } from 'zod';
import { prompt, type RowSchema, text } from './rowSchema.ts';

/** Our own rows. Also what a row is taken for that no other schema recognises. */
export const trapo: RowSchema = {
  recognises: () => true,
  example: { prompt: '12:qb=', answer: '83', experts: ['q82\nb83\n[83]'] },
  shape: z
    .looseObject({ id: text.optional(), prompt, answer: z.string(), experts: z.array(text).default([]) })
    .transform(({ id, prompt, answer, experts, ...meta }) => ({ id, prompt, answer, experts, meta })),
};

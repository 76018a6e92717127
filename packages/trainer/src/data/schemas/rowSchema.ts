import { z } from 'zod';
import type { Message, Prompt } from '../prompt.ts';
import type { RowShape } from '../readRows.ts';

/** A problem as it stands in a row, whatever the row's keys are called. */
export interface ProblemRow {
  readonly id?: string | undefined;
  readonly prompt: Prompt;
  readonly answer: string;
  readonly experts: readonly string[];
  readonly meta: Readonly<Record<string, unknown>>;
}

/** A way of writing problems down. */
export interface RowSchema extends RowShape<ProblemRow> {
  /** Whether a row has the keys that only this schema has. */
  recognises(row: Readonly<Record<string, unknown>>): boolean;
}

export const text: z.ZodString = z.string('text is needed').min(1, 'text is needed');

export const messages: z.ZodType<Message[]> = z
  .array(
    z.object({ role: text, content: z.string('text is needed') }),
    'a list of {"role", "content"} is needed',
  )
  .min(1, 'a message or more is needed');

export const prompt: z.ZodType<Prompt> = z.union(
  [text, messages],
  'text, or a list of {"role", "content"}, is needed',
);

/** What the assistant says in an answer, which is text or messages. */
export const answerText = (answer: Prompt): string[] =>
  typeof answer === 'string'
    ? [answer]
    : answer.filter(({ role }) => role === 'assistant').map(({ content }) => content);

/** A conversation as what is asked, and the assistant's last word where it ends with one. */
export function asked(conversation: readonly Message[]): { prompt: readonly Message[]; experts: string[] } {
  const last = conversation.at(-1);
  return last?.role === 'assistant'
    ? { prompt: conversation.slice(0, -1), experts: [last.content] }
    : { prompt: conversation, experts: [] };
}

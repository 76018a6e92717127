import type { Verdict } from '../../../../packages/verifiers/src/index.ts';
import type { Answer, Call } from '../calls.ts';

/** The texts of a call's completions, which are chats of one message. */
export const contents = ({ args: [completions] }: Call): string[] =>
  (completions as { content: string }[][]).map(([message]) => message!.content);

/** The token ids of a call's completions: an argument by name or by place. */
export const tokenIds = ({ args: [first], kwargs }: Call): number[][] =>
  (kwargs.completion_ids ?? first) as number[][];

/** A reward that judges each completion by itself. */
export const eachContent =
  (judge: (completion: string, call: Call) => Pick<Verdict, 'score'>): Answer =>
  call =>
    contents(call).map(completion => judge(completion, call).score);

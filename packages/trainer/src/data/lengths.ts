// Whether problems fit the model: found out before training, with the row's name, not in the middle of it.

import type { ChatTokenizer } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';
import type { Problem } from './problems.ts';

export interface LengthOptions {
  readonly tokenizer: ChatTokenizer;
  /** Longest sequence of the model, in tokens. */
  readonly maxTokens: number;
  /** Longest response in tokens. Expert solutions are cut to it at their end. */
  readonly responseLength: number;
  /** Longest prompt in tokens; whatever leaves room for a response unless told. */
  readonly promptLength?: number;
  /** What becomes of problems that are too long: an error (unless told), or they are left out and counted. */
  readonly longPrompts?: LongPrompts;
}

export type LongPrompts = 'refuse' | 'leave-out';

export interface Fitted {
  readonly problems: readonly Problem[];
  /** Ids of problems left out. */
  readonly leftOut: readonly string[];
  /** Expert solutions that will be cut. */
  readonly cutExperts: number;
}

/**
 * The problems whose prompt has at most `promptLength` tokens and fits the model together with the longest of its expert
 * solutions, each of these cut to `responseLength`. TRAPO's authors leave out prompts of more than 1,024 tokens and cut
 * solutions to 8,192 (train_trapo.sh).
 *
 * @param where the file, for errors
 * @throws Error naming the problems that are too long, where they are refused; where none is left; and where the tokenizer
 * can't write a problem down
 */
export function fitted(where: string, problems: readonly Problem[], options: LengthOptions): Fitted {
  const { tokenizer, maxTokens, responseLength, promptLength, longPrompts = 'refuse' } = options;
  const long: { readonly id: string; readonly prompt: number; readonly needed: number }[] = [];
  let cutExperts = 0;
  const fitting = problems.filter(problem => {
    const { prompt, experts } = tokensOf(where, problem, tokenizer);
    const needed = prompt + Math.min(Math.max(1, ...experts), responseLength);
    const fits = needed <= maxTokens && prompt <= (promptLength ?? maxTokens);
    if (fits) cutExperts += experts.filter(length => length > responseLength).length;
    else long.push({ id: problem.id, prompt, needed });
    return fits;
  });
  if (long.length === 0 || (longPrompts === 'leave-out' && fitting.length > 0))
    return { problems: fitting, leftOut: long.map(({ id }) => id), cutExperts };
  const named = long
    .slice(0, 5)
    .map(({ id, prompt, needed }) => `${id} (${prompt}, ${needed} with a response)`);
  const rest = long.length > 5 ? ` and ${long.length - 5} more` : '';
  const limit = promptLength === undefined ? '' : `prompts have at most ${promptLength} tokens, and `;
  throw new Error(
    `${where}: ${long.length} of ${problems.length} problems are too long; ${limit}the model has room for ${maxTokens}. ` +
      `Too long are ${named.join(', ')}${rest}. Give the model more room, make promptLength larger or responseLength ` +
      'smaller, shorten these rows, or have them left out with longPrompts: leave-out',
  );
}

/** Tokens of the prompt and of each expert solution, ends of sequence included. */
function tokensOf(
  where: string,
  { id, prompt, experts }: Problem,
  tokenizer: ChatTokenizer,
): { readonly prompt: number; readonly experts: readonly number[] } {
  try {
    return {
      prompt: encodePrompt(tokenizer, prompt).length,
      experts: experts.map(expert => tokenizer.encode(expert).length + 1),
    };
  } catch (cause) {
    throw new Error(`${where}: problem ${id}: ${(cause as Error).message}`, { cause });
  }
}

// From what a server says to a sample, or to what is wrong with it. Learning from log-probs that are not those of the tokens
// goes astray without a word, so nothing is taken on trust.

import type { Sample, Tokenizer } from '@trapo/models';
import { z } from 'zod';

/** An answer that can't be what the model sampled. */
export class CompletionError extends Error {
  override readonly name = 'CompletionError';
}

const answer = z.looseObject({
  choices: z.tuple([
    z.looseObject({
      text: z.string(),
      finish_reason: z.enum(['stop', 'length']),
      /** vLLM's, with `return_token_ids`; the stop token is among them. */
      token_ids: z.array(z.int()).nullish(),
      prompt_token_ids: z.array(z.int()).nullish(),
      logprobs: z.looseObject({
        tokens: z.array(z.string()).nullish(),
        token_logprobs: z.array(z.number()),
      }),
    }),
  ]),
  usage: z.looseObject({ prompt_tokens: z.int(), completion_tokens: z.int() }).nullish(),
});

export interface Asked {
  readonly prompt: Int32Array;
  readonly maxNewTokens: number;
  /** Ids that end the completion. */
  readonly stop: ReadonlySet<number>;
  /** Whether token ids were asked for, so that the text need not be turned into tokens again. */
  readonly tokenIds: boolean;
}

/** Whether an answer has token ids, which servers that do not know the wish leave out without a word. */
export const hasTokenIds = (given: unknown): boolean =>
  Boolean(answer.safeParse(given).data?.choices[0].token_ids);

/** The text of an answer that was found to be one. */
export const textOf = (given: unknown): string => answer.parse(given).choices[0].text;

/** Room for float32 arithmetic around a probability of 1. */
const ROUNDING = 1e-4;

/** @throws CompletionError saying what can't be */
export function sampleOf(given: unknown, asked: Asked, tokenizer: Tokenizer): Sample {
  const read = answer.safeParse(given, { reportInput: true });
  if (!read.success) throw noCompletion(read.error.issues[0]!);
  const {
    choices: [{ text, finish_reason: finish, token_ids, prompt_token_ids, logprobs }],
    usage,
  } = read.data;
  const { prompt, maxNewTokens, stop } = asked;

  if (prompt_token_ids && !isEqual(prompt_token_ids, prompt))
    throw new CompletionError('the server completed other prompt tokens than it was given');
  if (usage && usage.prompt_tokens !== prompt.length)
    throw new CompletionError(
      `the server counts ${usage.prompt_tokens} prompt tokens, and it was given ${prompt.length}; has it another tokenizer?`,
    );

  if (asked.tokenIds && !token_ids) throw new CompletionError('the server left the token ids out this time');

  const { tokens: texts, token_logprobs: logProb } = logprobs;
  const tokens = token_ids ?? retokenised(text, finish, texts ?? [], tokenizer);
  const counts = [
    `${tokens.length} tokens`,
    `${logProb.length} log-probs`,
    ...(usage ? [`a count of ${usage.completion_tokens}`] : []),
  ];
  if (logProb.length !== tokens.length || (usage && usage.completion_tokens !== tokens.length))
    throw new CompletionError(`the server gave ${counts.join(', ')}: these must be as many`);
  if (tokens.length === 0 || tokens.length > maxNewTokens)
    throw new CompletionError(`the server gave ${tokens.length} tokens; 1 to ${maxNewTokens} were asked for`);
  const strange = tokens.find(id => id < 0 || id >= tokenizer.vocabSize);
  if (strange !== undefined)
    throw new CompletionError(
      `the server gave the token ${strange}; ids go from 0 to ${tokenizer.vocabSize - 1}`,
    );
  const bad = logProb.findIndex(value => !(value <= ROUNDING && value > Number.NEGATIVE_INFINITY));
  if (bad >= 0)
    throw new CompletionError(
      `the server gave token ${bad} the log-prob ${logProb[bad]}; a log-prob is finite and at most 0`,
    );

  const stopped = stop.has(tokens.at(-1)!);
  if (stopped !== (finish === 'stop'))
    throw new CompletionError(
      `the server says that the completion ended by "${finish}", and its last token is ` +
        `${stopped ? 'one' : 'none'} of those to stop at`,
    );
  if (tokens.slice(0, -1).some(id => stop.has(id)))
    throw new CompletionError('the server went on behind a token that it was told to stop at');
  if (finish === 'length' && tokens.length < maxNewTokens)
    throw new CompletionError(
      `the server cut the completion off at ${tokens.length} of ${maxNewTokens} tokens; is its model's length smaller?`,
    );
  if (token_ids) sameText(text, stopped ? tokens.slice(0, -1) : tokens, tokenizer);
  return {
    tokens: Int32Array.from(tokens),
    logProb: Float64Array.from(logProb, value => Math.min(value, 0)),
    finish,
  };
}

/** The tokens of a text, where the server names none: only if they are those that its log-probs are of. */
function retokenised(
  text: string,
  finish: Sample['finish'],
  texts: readonly string[],
  tokenizer: Tokenizer,
): number[] {
  const tokens = [...tokenizer.encode(text), ...(finish === 'stop' ? [tokenizer.eos] : [])];
  if (finish === 'stop' && texts.length === tokens.length - 1)
    throw new CompletionError(
      'the server gives no log-prob for the end of the sequence, which is sampled as every token is; vLLM does',
    );
  const spelled = tokens.map(id => tokenizer.decode([id]));
  const at = spelled.findIndex((spelling, i) => spelling !== texts[i]);
  if (at >= 0 || texts.length !== tokens.length)
    throw new CompletionError(
      "the server's log-probs are not those of its text's tokens: " +
        `${texts.length} tokens with log-probs and ${tokens.length} of the text` +
        `${at >= 0 ? `, token ${at} is ${JSON.stringify(texts[at])} and ${JSON.stringify(spelled[at])}` : ''}`,
    );
  return tokens;
}

function sameText(text: string, tokens: readonly number[], tokenizer: Tokenizer): void {
  const own = tokenizer.decode(tokens, { skipSpecial: true });
  if (bare(own) === bare(text)) return;
  throw new CompletionError(
    `the server's text is ${JSON.stringify(text.slice(0, 60))}, and that of its tokens ` +
      `${JSON.stringify(own.slice(0, 60))}; has it another tokenizer?`,
  );
}

/** Without what servers treat differently: a first blank, and a last character cut in half. */
const bare = (text: string): string => text.replace(/^ /, '').replace(/\ufffd+$/, '');

const isEqual = (a: ArrayLike<number>, b: ArrayLike<number>): boolean =>
  a.length === b.length && Array.from(a).every((value, i) => value === b[i]);

function noCompletion({ path, message, input }: z.core.$ZodIssue): CompletionError {
  const cure = path.includes('logprobs') ? '; a server that gives log-probs is needed, vLLM for example' : '';
  const at = path.length > 0 ? `"${path.join('.')}": ` : '';
  const received = (JSON.stringify(input) ?? 'nothing').slice(0, 80);
  return new CompletionError(
    `the server's answer is no completion: ${at}${message}${cure}; received ${received}`,
  );
}

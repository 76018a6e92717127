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
  /** Texts that end it. */
  readonly stopStrings?: readonly string[];
  /** Whether token ids were asked for, so that the text need not be turned into tokens again. */
  readonly tokenIds: boolean;
}

/** Whether an answer has token ids, which servers that do not know the wish leave out without a word. */
export const hasTokenIds = (given: unknown): boolean =>
  Boolean(answer.safeParse(given).data?.choices[0].token_ids);

/** The text of an answer that was found to be one. */
export const textOf = (given: unknown): string => answer.parse(given).choices[0].text;

/** @throws CompletionError saying what can't be */
export function sampleOf(given: unknown, asked: Asked, tokenizer: Tokenizer): Sample {
  const read = answer.safeParse(given, { reportInput: true });
  if (!read.success) throw noCompletion(read.error.issues[0]!);
  const [choice] = read.data.choices;
  const { text, finish_reason: finish, token_ids, logprobs } = choice;
  const { usage } = read.data;

  checkPrompt(asked.prompt, choice.prompt_token_ids, usage?.prompt_tokens);
  if (asked.tokenIds && !token_ids) throw new CompletionError('the server left the token ids out this time');
  const tokens = token_ids ?? retokenised(text, finish, logprobs.tokens ?? [], tokenizer);
  const logProb = logprobs.token_logprobs;
  checkCounts(tokens.length, logProb.length, usage?.completion_tokens, asked.maxNewTokens);
  checkTokens(tokens, asked.stop, tokenizer);
  checkLogProbs(logProb);

  const stopped = asked.stop.has(tokens.at(-1)!);
  const own = tokenizer.decode(stopped ? tokens.slice(0, -1) : tokens, { skipSpecial: true });
  // with a stop string, the text ends where it begins, and the tokens behind its end
  const stopString =
    stopped || finish === 'length'
      ? undefined
      : asked.stopStrings?.find(ending => bare(own).startsWith(bare(text + ending)));
  if ((finish === 'stop') !== (stopped || stopString !== undefined))
    throw new CompletionError(
      `the server says that the completion ended by "${finish}", and there is ${stopped ? 'a' : 'no'} stop at its end`,
    );
  if (finish === 'length' && tokens.length < asked.maxNewTokens)
    throw new CompletionError(
      `the server cut the completion off at ${tokens.length} of ${asked.maxNewTokens} tokens; is its model's length smaller?`,
    );
  if (token_ids && stopString === undefined && bare(own) !== bare(text))
    throw new CompletionError(
      `the server's text is ${JSON.stringify(text.slice(0, 60))}, and that of its tokens ` +
        `${JSON.stringify(own.slice(0, 60))}; has it another tokenizer?`,
    );
  return {
    tokens: Int32Array.from(tokens),
    logProb: Float64Array.from(logProb, value => Math.min(value, 0)),
    finish,
    ...(stopString !== undefined && { stopString }),
  };
}

function checkPrompt(
  prompt: Int32Array,
  ids: readonly number[] | null | undefined,
  count: number | undefined,
): void {
  if (ids && (ids.length !== prompt.length || ids.some((id, i) => id !== prompt[i])))
    throw new CompletionError('the server completed other prompt tokens than it was given');
  if (count !== undefined && count !== prompt.length)
    throw new CompletionError(
      `the server counts ${count} prompt tokens, and it was given ${prompt.length}; has it another tokenizer?`,
    );
}

function checkCounts(tokens: number, logProbs: number, count: number | undefined, most: number): void {
  if (logProbs !== tokens || (count !== undefined && count !== tokens)) {
    const counted = count === undefined ? '' : `, a count of ${count}`;
    throw new CompletionError(
      `the server gave ${tokens} tokens, ${logProbs} log-probs${counted}: these must be as many`,
    );
  }
  if (tokens === 0 || tokens > most)
    throw new CompletionError(`the server gave ${tokens} tokens; 1 to ${most} were asked for`);
}

function checkTokens(tokens: readonly number[], stop: ReadonlySet<number>, { vocabSize }: Tokenizer): void {
  const strange = tokens.find(id => id < 0 || id >= vocabSize);
  if (strange !== undefined)
    throw new CompletionError(`the server gave the token ${strange}; ids go from 0 to ${vocabSize - 1}`);
  if (tokens.slice(0, -1).some(id => stop.has(id)))
    throw new CompletionError('the server went on behind a token that it was told to stop at');
}

/** Room for float32 arithmetic around a probability of 1. */
const ROUNDING = 1e-4;

function checkLogProbs(logProb: readonly number[]): void {
  const bad = logProb.findIndex(value => !(value <= ROUNDING && value > Number.NEGATIVE_INFINITY));
  if (bad < 0) return;
  throw new CompletionError(
    `the server gave token ${bad} the log-prob ${logProb[bad]}; a log-prob is finite and at most 0`,
  );
}

/** The tokens of a text, where the server names none: only if they are those that its log-probs are of. */
function retokenised(
  text: string,
  finish: Sample['finish'],
  texts: readonly string[],
  tokenizer: Tokenizer,
): number[] {
  const end = [...tokenizer.ends].find(id => tokenizer.decode([id]) === texts.at(-1)) ?? tokenizer.eos;
  const tokens = [...tokenizer.encode(text), ...(finish === 'stop' ? [end] : [])];
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

/** Without what servers treat differently: a first blank, and a last character cut in half. */
const bare = (text: string): string => text.replace(/^ /, '').replace(/\ufffd+$/, '');

function noCompletion({ path, message, input }: z.core.$ZodIssue): CompletionError {
  const cure = path.includes('logprobs') ? '; a server that gives log-probs is needed, vLLM for example' : '';
  const at = path.length > 0 ? `"${path.join('.')}": ` : '';
  const received = (JSON.stringify(input) ?? 'nothing').slice(0, 80);
  return new CompletionError(
    `the server's answer is no completion: ${at}${message}${cure}; received ${received}`,
  );
}

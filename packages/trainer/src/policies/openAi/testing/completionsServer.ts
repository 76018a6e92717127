// A real HTTP server that serves a policy in OpenAI's completions protocol, and goes wrong in the ways it is told to.

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Sample } from '@trapo/models';
import type { RolloutPolicy } from '../../../policy.ts';

/**
 * `vllm`: takes token ids and vLLM's fields. `strict`: takes token ids, and refuses fields that OpenAI does not have.
 * `lenient`: passes over them. `text`: takes prompts as text, to which it adds the beginning of sequence.
 */
type Manners = 'vllm' | 'strict' | 'lenient' | 'text';

interface Question {
  readonly model: string;
  readonly prompt: number[] | string;
  readonly max_tokens: number;
  readonly temperature: number;
  readonly seed: number;
  readonly top_p: number;
  readonly top_k?: number;
  readonly min_p?: number;
  readonly stop?: string[];
  readonly stop_token_ids?: number[];
}

// biome-ignore lint/suspicious/noExplicitAny: faults write what they like into an answer
type Answer = any;

/** Gives an answer of its own (true), or lets the server give `answer`, changed as it likes. */
export type Fault = (response: ServerResponse, answer: Answer, asked: number) => boolean | undefined;

export interface CompletionsServer {
  readonly baseURL: string;
  readonly questions: Question[];
  /** From the next question on. */
  breakBy(fault: Fault | undefined): void;
  close(): Promise<void>;
}

export async function completionsServer(
  policy: RolloutPolicy,
  manners: Manners = 'vllm',
): Promise<CompletionsServer> {
  const questions: Question[] = [];
  let fault: Fault | undefined;
  /** One at a time, so that faults come in the order of questions. */
  let turn = Promise.resolve();
  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const question = (await bodyOf(request)) as Question;
    questions.push(question);
    const refused = refusal(question, manners);
    const answer = refused ? { error: { message: refused } } : await answerOf(policy, question, manners);
    if (!refused && fault?.(response, answer, questions.length)) return;
    response.writeHead(refused ? 400 : 200, { 'content-type': 'application/json' });
    response.end(JSON.stringify(answer));
  }
  const server = createServer((request, response) => {
    turn = turn
      .then(() => serve(request, response))
      .catch((error: Error) => {
        response.writeHead(500, { 'content-type': 'application/json' });
        response.end(JSON.stringify({ error: { message: error.message } }));
      });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    baseURL: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    questions,
    breakBy(next) {
      fault = next;
      questions.length = 0;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function refusal(question: Question, manners: Manners): string | undefined {
  if ('stop_token_ids' in question && (manners === 'strict' || manners === 'text')) {
    return 'Unrecognized request argument supplied: stop_token_ids';
  }
  return manners === 'text' && typeof question.prompt !== 'string' ? 'prompt must be a string' : undefined;
}

async function answerOf(policy: RolloutPolicy, question: Question, manners: Manners): Promise<Answer> {
  const { tokenizer } = policy;
  const { prompt, max_tokens, temperature, seed, top_p, top_k = -1, min_p = 0, stop_token_ids } = question;
  const tokens =
    typeof prompt === 'string'
      ? Int32Array.of(...(tokenizer.bos === null ? [] : [tokenizer.bos]), ...tokenizer.encode(prompt))
      : Int32Array.from(prompt);
  const stop = manners === 'vllm' && stop_token_ids ? new Set(stop_token_ids) : tokenizer.ends;
  const [sample] = await policy.generate([{ tokens, seed }], {
    maxNewTokens: max_tokens,
    temperature,
    topP: top_p,
    topK: Math.max(top_k, 0),
    minP: min_p,
    stop,
    stopStrings: question.stop ?? [],
  });
  return {
    object: 'text_completion',
    choices: [{ index: 0, ...choiceOf(sample!, policy, manners === 'vllm' ? tokens : undefined) }],
    usage: { prompt_tokens: tokens.length, completion_tokens: sample!.tokens.length },
  };
}

/** @param prompt where ids are wanted */
function choiceOf(
  { tokens, logProb, finish, stopString }: Sample,
  { tokenizer }: RolloutPolicy,
  prompt: Int32Array | undefined,
): object {
  const said = finish === 'stop' && stopString === undefined ? tokens.subarray(0, -1) : tokens;
  // without ids in the answer, special tokens are spelled out: nothing else would tell of them
  const text = tokenizer.decode(said, { skipSpecial: prompt !== undefined });
  return {
    text: stopString === undefined ? text : text.slice(0, text.indexOf(stopString)),
    finish_reason: finish,
    logprobs: {
      tokens: Array.from(tokens, id => tokenizer.decode([id])),
      token_logprobs: [...logProb],
    },
    ...(prompt && { token_ids: [...tokens], prompt_token_ids: [...prompt] }),
  };
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let text = '';
  for await (const chunk of request.setEncoding('utf8')) text += chunk;
  return JSON.parse(text);
}

// What a person sees of a server that does not answer, or does not tell the truth.

import type { ServerResponse } from 'node:http';
import type { SampleOptions } from '@trapo/models';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { encodePrompt } from '../../rollouts/encode.ts';
import { problems, tinyPolicy } from '../../testing/tiny.ts';
import { type OpenAiPolicy, openAiPolicy } from './openAiPolicy.ts';
import { RolloutError } from './rolloutError.ts';
import { type CompletionsServer, completionsServer, type Fault } from './testing/completionsServer.ts';

const tiny = await tinyPolicy();
const { tokenizer, maxTokens } = tiny.policy;
const requests = problems.map(({ prompt }, seed) => ({ tokens: encodePrompt(tokenizer, prompt), seed }));
const sampling: SampleOptions = { maxNewTokens: 5, temperature: 1, stop: new Set([tokenizer.eos]) };
const patience = { timeout: 2, retries: 1, backoff: 0.01, concurrency: 1 };
const connect = (baseURL: string, options = {}) =>
  openAiPolicy({ baseURL, model: 'tiny', tokenizer, maxTokens, ...patience, ...options });

let server: CompletionsServer;
let policy: OpenAiPolicy;
beforeAll(async () => {
  server = await completionsServer(tiny.policy);
  policy = await connect(server.baseURL);
});
afterEach(() => server.breakBy(undefined));
afterAll(async () => {
  await server.close();
  await tiny.close();
});

const answered = (response: ServerResponse, status: number, body: string, headers = {}): true => {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(body);
  return true;
};
/** Changes the one choice of every answer. */
// biome-ignore lint/suspicious/noExplicitAny: a lie may be anything
const lie = (change: (choice: any, answer: any) => void): Fault => {
  return (_, answer) => void change(answer.choices[0], answer);
};

test.each<[string, Fault, RegExp]>([
  ['stalls', () => true, /gave no whole answer within 2 s \(2 tries\)$/],
  [
    'stalls within its answer',
    response => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"choices"');
      return true;
    },
    /gave no whole answer within 2 s \(2 tries\)$/,
  ],
  [
    'hangs up',
    response => Boolean(response.destroy()),
    /no connection to .*: other side closed \(2 tries\)$/,
  ],
  [
    'dies within its answer',
    response => {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
      response.write('{"choices"', () => response.destroy());
      return true;
    },
    /gave an answer that is no JSON, or broke off: .* \(2 tries\)$/,
  ],
  ['is overloaded', r => answered(r, 429, '{"error":{"message":"busy"}}'), /refused: 429 busy \(2 tries\)$/],
  ['fails', r => answered(r, 500, '{"error":{"message":"out of memory"}}'), /500 out of memory \(2 tries\)$/],
  [
    'has lost the model',
    r => answered(r, 404, '{}'),
    /is there a model named "tiny", and does .* end in its version/,
  ],
  ['wants a key', r => answered(r, 401, '{}'), /refused: 401 .*; give the apiKey that this server wants$/],
  ['sends half a JSON', r => answered(r, 200, '{"choices": ['), /no JSON, or broke off: .* \(2 tries\)$/],
  [
    'sends a page',
    r => answered(r, 200, '<html>', { 'content-type': 'text/html' }),
    /no completion: .*expected object.*; received "<html>"$/,
  ],
  [
    'gives no choice',
    lie((_, answer) => (answer.choices = [])),
    /no completion: "choices(\.0)?": .*; received/,
  ],
  [
    'gives no log-probs',
    lie(choice => (choice.logprobs = null)),
    /"choices.0.logprobs": .*; a server that gives log-probs is needed, vLLM for example; received null$/,
  ],
  [
    'gives a probability above 1',
    lie(({ logprobs }) => (logprobs.token_logprobs[1] = 0.5)),
    /gave token 1 the log-prob 0.5; a log-prob is finite and at most 0$/,
  ],
  [
    'gives a log-prob that is none',
    lie(({ logprobs }) => (logprobs.token_logprobs[0] = null)),
    /"choices.0.logprobs.token_logprobs.0": .*; received null$/,
  ],
  [
    'gives a log-prob too few',
    lie(({ logprobs }) => logprobs.token_logprobs.pop()),
    /gave 5 tokens, 4 log-probs, a count of 5: these must be as many$/,
  ],
  [
    'counts otherwise',
    lie((_, { usage }) => usage.completion_tokens++),
    /gave 5 tokens, 5 log-probs, a count of 6: these must be as many$/,
  ],
  [
    'completes another prompt',
    lie(({ prompt_token_ids }) => prompt_token_ids.reverse()),
    /completed other prompt tokens than it was given$/,
  ],
  [
    'has another tokenizer',
    lie((_, { usage }) => usage.prompt_tokens++),
    /counts 4 prompt tokens, and it was given 3; has it another tokenizer\?$/,
  ],
  [
    'gives another text',
    lie(choice => (choice.text = '=7')),
    /the server's text is "=7", and that of its tokens/,
  ],
  [
    'gives a token that there is not',
    lie(({ token_ids }) => (token_ids[0] = 5000)),
    /gave the token 5000; ids go from 0 to \d+$/,
  ],
  [
    'stops before the end',
    lie((choice, { usage }) => {
      choice.token_ids.pop();
      choice.logprobs.token_logprobs.pop();
      usage.completion_tokens--;
    }),
    /cut the completion off at 4 of 5 tokens; is its model's length smaller\?$/,
  ],
  [
    'says that it stopped',
    lie(choice => (choice.finish_reason = 'stop')),
    /ended by "stop", and there is no stop at its end$/,
  ],
  [
    'goes on behind the end',
    lie(({ token_ids }) => (token_ids[2] = tokenizer.eos)),
    /went on behind a token that it was told to stop at$/,
  ],
  ['leaves the ids out', lie(choice => delete choice.token_ids), /left the token ids out this time$/],
])('a server that %s', async (_, fault, message) => {
  server.breakBy(fault);
  const long = { tokens: requests[0]!.tokens, seed: await seedOfFullLength() };
  server.questions.length = 0;
  const error: unknown = await policy.generate([long], sampling).catch(error => error);
  expect(error).toBeInstanceOf(RolloutError);
  expect((error as RolloutError).message).toMatch(/^1 of 1 completions failed:\n {2}request 0: /);
  expect((error as RolloutError).failures[0]!.cause.message).toMatch(message);
  const triedAgain = message.source.includes('2 tries');
  expect(server.questions).toHaveLength(triedAgain ? 2 : 1);
});

/** A completion of five tokens without an end gives every lie something to lie about. */
async function seedOfFullLength(): Promise<number> {
  const seeds = Array.from({ length: 50 }, (_, seed) => ({ tokens: requests[0]!.tokens, seed }));
  const samples = await tiny.policy.generate(seeds, sampling);
  return samples.findIndex(({ finish }) => finish === 'length');
}

test('what passes is waited for: a fault of one try is never seen', async () => {
  const healthy = await policy.generate(requests, sampling);
  const faults: Fault[] = [
    r => answered(r, 429, '{}', { 'retry-after': '0.02' }),
    r => answered(r, 503, '{}'),
    r => Boolean(r.destroy()),
    r => answered(r, 200, '{"cho'),
    () => true,
  ];
  for (const fault of faults) {
    server.breakBy((response, answer, asked) =>
      asked % 2 === 1 ? fault(response, answer, asked) : undefined,
    );
    expect(await policy.generate(requests.slice(0, 2), sampling)).toEqual(healthy.slice(0, 2));
  }
});

test('options of a request and filters reach the server; stop strings come back', async () => {
  const own = { ...requests[0]!, temperature: 0.5, topK: 3, topP: 0.9, minP: 0.1, maxNewTokens: 2 };
  await policy.generate([own], sampling);
  expect(server.questions.at(-1)).toMatchObject({
    temperature: 0.5,
    top_k: 3,
    top_p: 0.9,
    min_p: 0.1,
    max_tokens: 2,
  });
  const [free] = await policy.generate([{ ...requests[1]!, temperature: 0 }], sampling);
  const stopStrings = [tokenizer.decode(free!.tokens, { skipSpecial: true })[0]!];
  const stopping = { ...sampling, temperature: 0, stopStrings };
  const [stopped] = await policy.generate([requests[1]!], stopping);
  expect(stopped).toEqual((await tiny.policy.generate([requests[1]!], stopping))[0]);
  expect(stopped).toMatchObject({ finish: 'stop', stopString: stopStrings[0] });
});

test('a partial failure names the requests, keeps the samples, and asks for no more', async () => {
  const healthy = await policy.generate(requests, sampling);
  server.breakBy((response, _, asked) => (asked === 4 ? answered(response, 400, '{}') : undefined));
  const error = (await policy.generate(requests, sampling).catch(error => error)) as RolloutError;
  expect(error.message).toMatch(
    /^1 of 10 completions failed, and 6 were not asked for after that:\n {2}request 3: .* refused: 400/,
  );
  expect(error.failures.map(({ request }) => request)).toEqual([3]);
  expect(error.samples).toEqual([...healthy.slice(0, 3), ...Array(7).fill(undefined)]);
});

describe('at the start', () => {
  test.each([
    ['vllm', { promptTokens: true, extensions: true }],
    ['strict', { promptTokens: true, extensions: false }],
    ['lenient', { promptTokens: true, extensions: false }],
    ['text', { promptTokens: false, extensions: false }],
  ] as const)('finds out how a server that is %s wants to be asked', async (manners, dialect) => {
    const other = await completionsServer(tiny.policy, manners);
    const connected = await connect(other.baseURL);
    expect(connected.dialect).toEqual(dialect);
    expect(connected.repeatable).toBe(true);
    await other.close();
  });

  test('a server whose seeds do nothing is found out', async () => {
    let draws = 0;
    const drifting = {
      ...tiny.policy,
      tokenizer,
      maxTokens,
      generate: (asked: typeof requests, options: SampleOptions) =>
        tiny.policy.generate(
          asked.map(request => ({ ...request, seed: draws++ })),
          options,
        ),
    } as typeof tiny.policy;
    const other = await completionsServer(drifting);
    expect((await connect(other.baseURL)).repeatable).toBe(false);
    await other.close();
  });

  test('a server that is not there, or lies at once, is refused', async () => {
    const closed = await completionsServer(tiny.policy);
    await closed.close();
    await expect(connect(closed.baseURL)).rejects.toThrow(
      /no connection to http.*ECONNREFUSED.* \(2 tries\)/,
    );
    await expect(connect('localhost:8000')).rejects.toThrow('no connection');
    await expect(connect('the server')).rejects.toThrow(
      'baseURL: an address is needed, for example "http://localhost:8000/v1"; received "the server"',
    );
    server.breakBy(lie(({ logprobs }) => (logprobs.token_logprobs[0] = 3)));
    await expect(connect(server.baseURL)).rejects.toThrow('gave token 0 the log-prob 3');
  });

  test('what a plain server can not be asked is refused', async () => {
    const plain = await completionsServer(tiny.policy, 'text');
    const connected = await connect(plain.baseURL);
    await expect(connected.generate(requests, { ...sampling, stop: new Set([1, 2]) })).rejects.toThrow(
      /request 0: this server can't be told stop: 1, 2; it draws from all tokens, or by topP, up to an end of sequence: 2/,
    );
    await expect(connected.generate(requests, { ...sampling, topK: 2, stopStrings: ['7'] })).rejects.toThrow(
      "can't be told topK, stopStrings",
    );
    const pair = { tokens: Int32Array.of(tokenizer.bos!, tokenizer.bos!, 5), seed: 1 };
    await expect(connected.generate([pair], sampling)).resolves.toHaveLength(1);
    plain.breakBy(lie(({ logprobs }) => logprobs.tokens.pop()));
    await expect(connected.generate(requests, sampling)).rejects.toThrow(
      /log-probs are not those of its text's tokens|no log-prob for the end of the sequence/,
    );
    await plain.close();
  });
});

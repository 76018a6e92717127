// The server with the official client, and with the trainer's own policy over it.

import { characterTokenizer, Decoder, loadTokenizer } from '@trapo/models';
import { type Device, openDevice } from '@trapo/tensor';
import { evaluate, LocalPolicy, openAiPolicy, type Problem, rolloutConformance } from '@trapo/trainer';
import { boxedExact } from '@trapo/verifiers';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type PolicyServer, servePolicy } from './server.ts';

const sizes = {
  hidden_size: 16,
  intermediate_size: 32,
  num_hidden_layers: 1,
  num_attention_heads: 2,
  num_key_value_heads: 2,
  max_position_embeddings: 64,
  rope_theta: 10_000,
  rms_norm_eps: 1e-5,
  tie_word_embeddings: false,
  initializer_range: 0.3,
} as const;

let device: Device;
let policy: LocalPolicy;
let server: PolicyServer;
let client: OpenAI;
const model = 'tiny';
beforeAll(async () => {
  device = await openDevice({ threads: 1 });
  const tokenizer = loadTokenizer(characterTokenizer(['0123456789+=[]\nüé🦀 abc']));
  const decoder = Decoder.random(device, { ...sizes, vocab_size: tokenizer.vocabSize }, 3);
  policy = new LocalPolicy(decoder, tokenizer, { tokenizer });
  server = await servePolicy(policy, { name: model });
  client = new OpenAI({ baseURL: server.baseURL, apiKey: 'none is needed', maxRetries: 0 });
});
afterAll(async () => {
  await server.close();
  await device.close();
});

const chat = {
  model,
  messages: [{ role: 'user', content: '1+2=' }],
} satisfies OpenAI.ChatCompletionCreateParams;

/** The same from the policy itself. */
async function local(seed: number, maxNewTokens: number, temperature = 1) {
  const { tokenizer } = policy;
  const tokens = Int32Array.of(tokenizer.bos!, ...tokenizer.encode('1+2='));
  const options = { maxNewTokens, temperature, stop: new Set([tokenizer.eos]) };
  const [sample] = await policy.generate([{ tokens, seed }], options);
  return { ...sample!, text: tokenizer.decode(sample!.tokens, { skipSpecial: true }) };
}

describe('the official client', () => {
  test('lists the model', async () => {
    expect((await client.models.list()).data.map(({ id }) => id)).toEqual([model]);
    expect((await client.models.retrieve(model)).id).toBe(model);
  });

  test('chats: the policy’s own answer for the seed, with its log-probs', async () => {
    for (const seed of [1, 2, 3]) {
      const answer = await client.chat.completions.create({
        ...chat,
        seed,
        max_completion_tokens: 20,
        logprobs: true,
      });
      const expected = await local(seed, 20);
      const [choice] = answer.choices;
      expect(choice!.message).toMatchObject({ role: 'assistant', content: expected.text });
      expect(choice!.finish_reason).toBe(expected.finish);
      expect(choice!.logprobs!.content!.map(({ logprob }) => logprob)).toEqual([...expected.logProb]);
      expect(answer.usage).toEqual({
        prompt_tokens: 5,
        completion_tokens: expected.tokens.length,
        total_tokens: 5 + expected.tokens.length,
      });
    }
  });

  test.each([1, 2, 5, 40])('streams what it answers at once, seed %i', async seed => {
    const asked = { ...chat, seed, n: 3, logprobs: true };
    const whole = await client.chat.completions.create(asked);
    const stream = await client.chat.completions.create({
      ...asked,
      stream: true,
      stream_options: { include_usage: true },
    });
    const texts = ['', '', ''];
    const logprobs: number[][] = [[], [], []];
    const finish: (string | null)[] = [];
    let chunks = 0;
    let usage: unknown;
    for await (const { choices, usage: counts } of stream) {
      usage = counts ?? usage;
      for (const { index, delta, finish_reason, logprobs: given } of choices) {
        chunks++;
        texts[index] += delta.content ?? '';
        logprobs[index]!.push(...(given?.content ?? []).map(({ logprob }) => logprob));
        if (finish_reason) finish[index] = finish_reason;
      }
    }
    expect(chunks).toBeGreaterThan(6);
    expect(texts).toEqual(whole.choices.map(({ message }) => message.content));
    expect(logprobs).toEqual(
      whole.choices.map(choice => choice.logprobs!.content!.map(({ logprob }) => logprob)),
    );
    expect(finish).toEqual(whole.choices.map(({ finish_reason }) => finish_reason));
    expect(usage).toEqual(whole.usage);
    expect(new Set(texts).size).toBeGreaterThan(1);
  });

  test('stops at a text, streamed or not, and leaves it out', async () => {
    let seed = 1;
    while ((await local(seed, 40)).text.length < 15) seed++;
    const free = (await local(seed, 40)).text;
    const at = 6;
    const stop = free.slice(at, at + 3);
    const expected = free.slice(0, free.indexOf(stop));
    const asked = { ...chat, seed, max_tokens: 40, stop: [stop, 'never there'] };
    const [choice] = (await client.chat.completions.create(asked)).choices;
    expect([choice!.message.content, choice!.finish_reason]).toEqual([expected, 'stop']);
    let text = '';
    for await (const { choices } of await client.chat.completions.create({ ...asked, stream: true }))
      text += choices[0]!.delta.content;
    expect(text).toBe(expected);
  });

  test('completes texts and token ids, several at once, greedily too', async () => {
    const { tokenizer } = policy;
    const ids = [tokenizer.bos!, ...tokenizer.encode('1+2=')];
    const text = await client.completions.create({
      model,
      prompt: ['1+2=', 'a b'],
      n: 2,
      seed: 4,
      max_tokens: 9,
    });
    expect(text.choices).toHaveLength(4);
    const byIds = await client.completions.create({
      model,
      prompt: ids,
      seed: 4,
      max_tokens: 9,
      logprobs: 1,
    });
    expect(byIds.choices[0]!.text).toBe(text.choices[0]!.text);
    expect(byIds.choices[0]!.logprobs!.token_logprobs).toEqual([...(await local(4, 9)).logProb]);
    const greedy = await Promise.all(
      [1, 2].map(seed => client.completions.create({ model, prompt: '1+2=', temperature: 0, seed })),
    );
    expect(greedy[0]!.choices[0]!.text).toBe(greedy[1]!.choices[0]!.text);
    expect(greedy[0]!.choices[0]!.text).toBe((await local(0, 16, 0)).text);
  });

  test('is told what is wrong', async () => {
    const refused = (change: object) => client.chat.completions.create({ ...chat, ...change } as typeof chat);
    await expect(refused({ model: 'gpt-4' })).rejects.toThrow(
      '404 there is no model "gpt-4" here; it is named "tiny"',
    );
    await expect(refused({ tools: [] })).rejects.toThrow('400 not known here: tools');
    await expect(refused({ temperature: -1 })).rejects.toThrow('400 temperature: ');
    await expect(refused({ top_logprobs: 5 })).rejects.toThrow('400 top_logprobs: ');
    await expect(refused({ messages: [{ role: 'user', content: 'Ж' }] })).rejects.toThrow(
      '400 the character "Ж" (U+0416) is not in the vocabulary',
    );
    await expect(refused({ messages: [{ role: 'user', content: '1'.repeat(63) }] })).rejects.toThrow(
      '400 the prompt has 64 tokens, and the model at most 64, answer included',
    );
    const plain = await fetch(`${server.baseURL}/chat/completions`, {
      method: 'POST',
      body: JSON.stringify(chat),
    });
    expect(plain.status).toBe(415);
    expect((await fetch(`${server.baseURL}/nothing`)).status).toBe(404);
  });
});

describe('the policy over the server', () => {
  const remote = () => {
    const { tokenizer, maxTokens } = policy;
    return openAiPolicy({ baseURL: server.baseURL, model, tokenizer, maxTokens });
  };

  test('is exact: token ids both ways, the same for the same seed', async () => {
    const { dialect, repeatable } = await remote();
    expect({ dialect, repeatable }).toEqual({
      dialect: { promptTokens: true, extensions: true },
      repeatable: true,
    });
  });

  test('passes the conformance suite of policies', async () => {
    const { tokenizer } = policy;
    const prompts = ['1+2=', '3+4=', 'ab c'].map(text =>
      Int32Array.of(tokenizer.bos!, ...tokenizer.encode(text)),
    );
    for (const { run } of rolloutConformance({ prompts, tolerance: 0 })) await run(await remote());
  });

  test('evaluates to the numbers of the policy itself', async () => {
    const problems = Array.from(
      { length: 40 },
      (_, i): Problem => ({ id: String(i), prompt: `${i}+1=`, gold: String(i + 1), experts: [], meta: {} }),
    );
    const options = {
      verifier: boxedExact,
      problems,
      responseLength: 24,
      samples: 2,
      temperature: 1,
      seed: 5,
    };
    const over = await evaluate({ ...options, policy: await remote() });
    const own = await evaluate({ ...options, policy });
    const plain = ({ accuracy, responses }: typeof own) => [
      accuracy,
      responses.map(({ response }) => response),
    ];
    expect(plain(over)).toEqual(plain(own));
  });
});

test('beyond loopback a key is asked for; on it, other names of this machine are refused', async () => {
  const open = await servePolicy(policy, { name: model, host: '0.0.0.0' });
  const baseURL = open.baseURL.replace('0.0.0.0', '127.0.0.1');
  await expect(new OpenAI({ baseURL, apiKey: 'wrong', maxRetries: 0 }).models.list()).rejects.toThrow('401');
  expect((await new OpenAI({ baseURL, apiKey: open.key! }).models.list()).data).toHaveLength(1);
  await open.close();
});

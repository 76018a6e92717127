// The one suite, over every policy there is.

import type { Sample } from '@trapo/models';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { LocalPolicy } from '../localPolicy.ts';
import type { RolloutPolicy } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';
import { problems, tinyPolicy } from '../testing/tiny.ts';
import { rolloutConformance, trainingConformance } from './conformance.ts';
import { openAiPolicy } from './openAi/openAiPolicy.ts';
import { type CompletionsServer, completionsServer } from './openAi/testing/completionsServer.ts';

const tiny = await tinyPolicy();
const options = {
  prompts: problems.slice(0, 4).map(({ prompt }) => encodePrompt(tiny.policy.tokenizer, prompt)),
  tolerance: 0,
};
const greedy = { maxNewTokens: 1, temperature: 0, stop: new Set<number>() };
afterAll(() => tiny.close());

describe('LocalPolicy', () => {
  let policy: LocalPolicy;
  let close: () => Promise<void>;
  beforeAll(async () => ({ policy, close } = await tinyPolicy()));
  afterAll(() => close());
  for (const { name, run } of [...rolloutConformance(options), ...trainingConformance(options)])
    test(name, () => run(policy));
});

describe.each(['vllm', 'strict', 'lenient', 'text'] as const)(
  'openAiPolicy with a server that is %s',
  manners => {
    let server: CompletionsServer;
    beforeAll(async () => {
      server = await completionsServer(tiny.policy, manners);
    });
    afterAll(() => server.close());
    for (const { name, run } of rolloutConformance(options))
      test(name, async () => {
        const { tokenizer, maxTokens } = tiny.policy;
        await run(await openAiPolicy({ baseURL: server.baseURL, model: 'tiny', tokenizer, maxTokens }));
      });
  },
);

describe('a policy that breaks a rule fails the check of that rule', () => {
  const { policy } = tiny;
  const broken = (generate: RolloutPolicy['generate']): RolloutPolicy => ({
    tokenizer: policy.tokenizer,
    maxTokens: policy.maxTokens,
    generate,
  });
  const changed = (change: (sample: Sample, i: number) => Sample) =>
    broken(async (requests, sampling) => (await policy.generate(requests, sampling)).map(change));
  let asked = 0;

  test.each<[string, RolloutPolicy]>([
    [
      'no requests, no samples',
      broken(async () => policy.generate([{ tokens: options.prompts[0]!, seed: 1 }], greedy)),
    ],
    [
      'a completion is the same alone',
      broken((requests, sampling) =>
        policy.generate(
          requests.map((request, seed) => ({ ...request, seed })),
          sampling,
        ),
      ),
    ],
    [
      'a completion is the same alone',
      broken(async (requests, sampling) => (await policy.generate(requests, sampling)).toReversed()),
    ],
    [
      'another seed draws',
      broken((requests, sampling) =>
        policy.generate(
          requests.map(request => ({ ...request, seed: 1 })),
          sampling,
        ),
      ),
    ],
    [
      'at temperature 0',
      broken((requests, sampling) =>
        policy.generate(
          requests.map(request => ({ ...request, seed: asked++ })),
          { ...sampling, temperature: 1 },
        ),
      ),
    ],
    [
      'every token has a log-prob',
      changed(sample => ({ ...sample, logProb: sample.logProb.map(value => -value) })),
    ],
    ['every token has a log-prob', changed(sample => ({ ...sample, logProb: sample.logProb.slice(1) }))],
    [
      "a request's own options",
      broken((requests, sampling) =>
        policy.generate(
          requests.map(({ tokens, seed }) => ({ tokens, seed })),
          sampling,
        ),
      ),
    ],
    ['a completion ends at its first stop token', changed(sample => ({ ...sample, finish: 'stop' }))],
    [
      'prompt and completion together',
      broken((requests, sampling) =>
        policy.generate(
          requests.map(request => ({ ...request, tokens: request.tokens.slice(0, 2) })),
          sampling,
        ),
      ),
    ],
    ['a prompt without a token', broken(async requests => requests.map(() => ({}) as Sample))],
  ])('%s', async (name, subject) => {
    const check = rolloutConformance(options).find(check => check.name.startsWith(name))!;
    await expect(check.run(subject)).rejects.toThrow();
  });
});

// The rollout loop with a scripted model: what it is asked, and what rows come of it.

import { characterTokenizer, loadTokenizer, type SampleRequest } from '@trapo/models';
import { authorsCode, bread, fixed, noPrefix } from '@trapo/prefix-select';
import { describe, expect, it } from 'vitest';
import type { Problem } from '../data/index.ts';
import type { Policy } from '../policy.ts';
import type { StepContext } from '../stepContext.ts';
import { verifier } from '../testing/tiny.ts';
import { microGroupRollouts } from './microGroupRollouts.ts';

const tokenizer = loadTokenizer(characterTokenizer(['abcdefgh=\n[]0123456789']));
const problem: Problem = {
  id: 'p',
  prompt: '7=',
  gold: '7',
  experts: ['abcd\nefgh\n[7]', 'first\n'.replace(/[irst]/g, 'a').concat('[7]')],
  meta: {},
};

/** Answers the n-th request with the n-th text. */
function scripted(answers: readonly string[]): { context: StepContext; requests: SampleRequest[] } {
  const requests: SampleRequest[] = [];
  const policy: Pick<Policy, 'tokenizer' | 'generate'> = {
    tokenizer,
    generate: async asked =>
      asked.map(request => {
        const tokens = Int32Array.of(...tokenizer.encode(answers[requests.length]!), tokenizer.eos);
        requests.push(request);
        return { tokens, logProb: new Float64Array(tokens.length), finish: 'stop' };
      }),
  };
  const context: StepContext = {
    policy: policy as Policy,
    verifier,
    responseLength: 40,
    temperature: 1,
    breakTokens: tokenizer.tokensContaining('\n'),
    seed: 1,
    step: 5,
  };
  return { context, requests };
}

const text = (tokens: Int32Array) => tokenizer.decode(tokens);

describe('microGroupRollouts', () => {
  it('gives a failing prompt longer and longer prefixes, snapped behind line breaks', async () => {
    const { context, requests } = scripted(Array(7).fill('[0]'));
    const rows = await microGroupRollouts(authorsCode, context, [problem]);
    expect(rows.map(({ level }) => level)).toEqual([0, 0, 0, 0, 1, 1, 2, 3]);
    expect(requests.map(({ tokens }) => text(tokens))).toEqual([
      ...Array(4).fill('<bos>7='),
      '<bos>7=abcd\n',
      '<bos>7=abcd\n',
      '<bos>7=abcd\nefgh\n',
    ]);
    expect(rows.map(({ verdict }) => verdict!.score)).toEqual([0, 0, 0, 0, 0, 0, 0, 1]);
    // the last row is the second expert's whole answer, with its end of sequence and nothing sampled
    expect(text(rows[7]!.response.tokens)).toBe(`${problem.experts[1]}<eos>`);
    expect(rows.map(({ response }) => response.sftMask.includes(1))).toEqual([
      ...Array(5).fill(false),
      true,
      true,
      true,
    ]);
  });

  it('leaves a prompt that is solved alone', async () => {
    const { context, requests } = scripted(Array(8).fill('[7]'));
    const rows = await microGroupRollouts(authorsCode, context, [problem]);
    expect(rows.every(({ level, response }) => level === 0 && !response.prefixMask.includes(1))).toBe(true);
    expect(requests).toHaveLength(8);
  });

  it('gives every rollout of every step its own random numbers', async () => {
    const seeds = async (step: number) => {
      const { context, requests } = scripted(Array(16).fill('[7]'));
      await microGroupRollouts(noPrefix(8), { ...context, step }, [problem, { ...problem, id: 'q' }]);
      return requests.map(({ seed }) => seed);
    };
    const drawn = [...(await seeds(5)), ...(await seeds(6))];
    expect(new Set(drawn).size).toBe(32);
    expect(await seeds(5)).toEqual(drawn.slice(0, 16));
  });

  it('goes by any prefix policy, micro-groups side by side', async () => {
    const { context, requests } = scripted(Array(4).fill('[7]'));
    const policy = fixed({ groupSize: 4, ratio: 0.25, guided: 1, snap: { slack: 0.3 } });
    const rows = await microGroupRollouts(policy, context, [problem]);
    expect(rows.map(({ level }) => level)).toEqual([0, 0, 0, 1]);
    expect(requests.map(({ tokens }) => text(tokens))).toEqual([
      ...Array(3).fill('<bos>7='),
      '<bos>7=abcd\n',
    ]);
  });

  it('leaves out the probes of a search that it does not train on', async () => {
    const { context, requests } = scripted([...Array(2).fill('[0]'), ...Array(4).fill('[7]')]);
    const rows = await microGroupRollouts(bread({ groupSize: 2, episodes: 4 }), context, [problem]);
    expect(requests).toHaveLength(6); // unguided, half of the answer, a quarter
    expect(rows.map(({ level, verdict }) => [level, verdict!.score])).toEqual([
      [1, 1],
      [1, 1],
    ]);
  });

  it('has a completion judged while others are sampled', async () => {
    const { context } = scripted(Array(8).fill('[7]'));
    const heard: string[] = [];
    const policy = {
      ...context.policy,
      generate: async (requests, options, onSample) => {
        const samples = await context.policy.generate(requests, options);
        onSample?.(1, samples[1]!);
        await new Promise(resolve => setTimeout(resolve));
        heard.push('all sampled');
        return samples;
      },
    } as Policy;
    const judging: StepContext['verifier'] = {
      ...verifier,
      verify: async attempt => {
        heard.push('judged');
        return verifier.verify(attempt);
      },
    };
    const rows = await microGroupRollouts(noPrefix(4), { ...context, policy, verifier: judging }, [problem]);
    expect(heard).toEqual(['judged', 'all sampled', 'judged', 'judged', 'judged']);
    expect(rows.map(({ verdict }) => verdict!.score)).toEqual([1, 1, 1, 1]);
  });
});

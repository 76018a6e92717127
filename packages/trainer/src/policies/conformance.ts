// What every policy owes its users, to be run by any test runner.

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Objective, Sample, SampleOptions, SampleRequest, TokenRow } from '@trapo/models';
import type { Policy, RolloutPolicy } from '../policy.ts';

export interface PolicyCheck<Subject extends RolloutPolicy> {
  /** What holds of a policy that passes. */
  readonly name: string;
  /** Rejects where it does not hold. Checks leave the policy as they like: give each run a policy of its own. */
  run(policy: Subject): Promise<void>;
}

export interface ConformanceOptions {
  /** Prompts that the policy can be given: three or more, all different, each at most half of `maxTokens`. */
  readonly prompts: readonly Int32Array[];
  /** How far a sampled log-prob may be from a scored one, in nats; 0 where both are the same arithmetic. */
  readonly tolerance: number;
}

/** Rollouts: a function of weights, tokens and seed. The policy's answers must repeat. */
export function rolloutConformance({ prompts }: ConformanceOptions): PolicyCheck<RolloutPolicy>[] {
  if (prompts.length < 3) throw new RangeError(`prompts: 3 or more are needed; received ${prompts.length}`);
  const requests = prompts.map((tokens, i): SampleRequest => ({ tokens, seed: 1000 + i }));
  const sampling = ({ tokenizer }: RolloutPolicy): SampleOptions => ({
    maxNewTokens: 6,
    temperature: 1,
    stop: tokenizer.ends,
  });
  return [
    {
      name: 'no requests, no samples',
      async run(policy) {
        assert.deepEqual(await policy.generate([], sampling(policy)), []);
      },
    },
    {
      name: 'a completion is the same alone, beside others and in any order',
      async run(policy) {
        const together = await policy.generate(requests, sampling(policy));
        assert.equal(together.length, requests.length);
        const back = await policy.generate(requests.toReversed(), sampling(policy));
        assert.deepEqual(back.toReversed().map(plain), together.map(plain));
        for (const [i, request] of requests.entries()) {
          const [alone] = await policy.generate([request], sampling(policy));
          assert.deepEqual(plain(alone!), plain(together[i]!));
        }
      },
    },
    {
      name: 'another seed draws other numbers',
      async run(policy) {
        const seeds = Array.from({ length: 16 }, (_, seed) => ({ tokens: prompts[0]!, seed }));
        const samples = await policy.generate(seeds, sampling(policy));
        assert.ok(new Set(samples.map(({ tokens }) => tokens.join())).size > 1);
      },
    },
    {
      name: 'at temperature 0 seeds do not matter',
      async run(policy) {
        const greedy = { ...sampling(policy), temperature: 0 };
        const seeds = [1, 2, 3].map(seed => ({ tokens: prompts[0]!, seed }));
        const [first, ...others] = (await policy.generate(seeds, greedy)).map(plain);
        for (const other of others) assert.deepEqual(other, first);
      },
    },
    {
      name: "a request's own options go before those for all",
      async run(policy) {
        const options = sampling(policy);
        const own = { ...requests[0]!, temperature: 0, maxNewTokens: 2 };
        const [mixed] = await policy.generate([own, requests[1]!], options);
        const [alone] = await policy.generate([requests[0]!], {
          ...options,
          temperature: 0,
          maxNewTokens: 2,
        });
        assert.deepEqual(plain(mixed!), plain(alone!));
      },
    },
    {
      name: 'every token has a log-prob, finite and at most 0',
      async run(policy) {
        for (const { tokens, logProb } of await policy.generate(requests, sampling(policy))) {
          assert.equal(logProb.length, tokens.length);
          assert.ok(logProb.every(value => value <= 0 && Number.isFinite(value)));
        }
      },
    },
    {
      name: 'a completion ends at its first stop token, which is part of it, or after maxNewTokens',
      async run(policy) {
        const many = Array.from({ length: 32 }, (_, seed) => ({ tokens: prompts[seed % 3]!, seed }));
        const options = sampling(policy);
        for (const { tokens, finish } of await policy.generate(many, options)) {
          const at = tokens.findIndex(id => options.stop.has(id));
          assert.equal(finish, at >= 0 ? 'stop' : 'length');
          assert.equal(tokens.length, at >= 0 ? at + 1 : options.maxNewTokens);
        }
      },
    },
    {
      name: 'prompt and completion together have at most maxTokens tokens',
      async run(policy) {
        const { maxTokens } = policy;
        const long = Int32Array.from(
          { length: maxTokens - 2 },
          (_, i) => prompts[0]![i % prompts[0]!.length]!,
        );
        const options = { ...sampling(policy), maxNewTokens: maxTokens };
        const [sample] = await policy.generate([{ tokens: long, seed: 1 }], options);
        assert.ok(sample!.tokens.length >= 1 && long.length + sample!.tokens.length <= maxTokens);
      },
    },
    {
      name: 'a prompt without a token, or without room for an answer, is refused by its place',
      async run(policy) {
        for (const length of [0, policy.maxTokens, policy.maxTokens + 1]) {
          const bad = { tokens: new Int32Array(length).fill(prompts[0]![0]!), seed: 1 };
          await assert.rejects(policy.generate([requests[0]!, bad], sampling(policy)), /request 1\b/);
        }
      },
    },
  ];
}

/** Training: scores that agree with sampling, gradients that add up, state that is kept whole. */
export function trainingConformance({ prompts, tolerance }: ConformanceOptions): PolicyCheck<Policy>[] {
  const rowsOf = async (policy: Policy): Promise<{ rows: TokenRow[]; samples: Sample[] }> => {
    const requests = prompts.map((tokens, seed) => ({ tokens, seed }));
    const stop = policy.tokenizer.ends;
    const samples = await policy.generate(requests, { maxNewTokens: 6, temperature: 1, stop });
    const rows = samples.map(({ tokens }, i) => ({
      tokens: Int32Array.of(...prompts[i]!, ...tokens),
      start: prompts[i]!.length,
    }));
    return { rows, samples };
  };
  const scores = async (policy: Policy, rows: readonly TokenRow[]) =>
    (await policy.score(rows)).map(({ logProb }) => [...logProb]);
  return [
    {
      name: 'what sampling says of its tokens, scoring says too',
      async run(policy) {
        const { rows, samples } = await rowsOf(policy);
        const scored = await policy.score(rows);
        for (const [i, { logProb, entropy }] of scored.entries()) {
          assert.equal(entropy.length, logProb.length);
          assert.ok(entropy.every(value => value >= 0));
          assert.equal(logProb.length, samples[i]!.logProb.length);
          for (const [at, value] of logProb.entries())
            assert.ok(Math.abs(value - samples[i]!.logProb[at]!) <= tolerance, `row ${i}, token ${at}`);
        }
      },
    },
    {
      name: 'accumulating changes nothing until the update, which makes the imitated tokens likelier',
      async run(policy) {
        const { rows } = await rowsOf(policy);
        const before = await scores(policy, rows);
        await policy.accumulate(rows, imitation);
        assert.deepEqual(await scores(policy, rows), before);
        const { gradientNorm } = await policy.update({ learningRate: 1e-3 });
        assert.ok(gradientNorm > 0);
        assert.ok(sum(await scores(policy, rows)) > sum(before));
      },
    },
    {
      name: 'rollouts are those of the updated weights',
      async run(policy) {
        await step(policy, await rowsOf(policy), 0.5);
        const { rows, samples } = await rowsOf(policy);
        for (const [i, scored] of (await scores(policy, rows)).entries()) {
          for (const [at, value] of scored.entries())
            assert.ok(Math.abs(value - samples[i]!.logProb[at]!) <= tolerance, `row ${i}, token ${at}`);
        }
      },
    },
    {
      name: 'the objective sees every row once, by its index, in one call or several',
      async run(policy) {
        const { rows } = await rowsOf(policy);
        const seen: number[] = [];
        await policy.accumulate(rows, (indices, stats) => {
          seen.push(...indices);
          for (const [i, index] of indices.entries())
            assert.equal(stats[i]!.logProb.length, rows[index]!.tokens.length - rows[index]!.start);
          return imitation(indices, stats);
        });
        assert.deepEqual(
          seen.toSorted((a, b) => a - b),
          rows.map((_, i) => i),
        );
      },
    },
    {
      name: 'a gradient that is not finite is refused, and the weights stay',
      async run(policy) {
        const { rows } = await rowsOf(policy);
        const before = await scores(policy, rows);
        await policy.accumulate(rows, (indices, stats) =>
          imitation(indices, stats).map(gradients => ({
            ...gradients,
            logProb: gradients.logProb.map(() => Number.NaN),
          })),
        );
        await assert.rejects(policy.update({ learningRate: 1e-3 }));
        assert.deepEqual(await scores(policy, rows), before);
        await step(policy, { rows }, 1e-3); // and the bad gradient is forgotten
        assert.ok(sum(await scores(policy, rows)) > sum(before));
      },
    },
    {
      name: 'state that was saved and loaded goes on to the same bits; weights alone load too',
      async run(policy) {
        const folder = await mkdtemp(join(tmpdir(), 'policy-'));
        try {
          const drawn = await rowsOf(policy);
          await step(policy, drawn, 1e-2);
          await policy.saveState(join(folder, 'state'));
          await policy.save(join(folder, 'weights'));
          const saved = await scores(policy, drawn.rows);
          await step(policy, drawn, 1e-2);
          const ahead = await scores(policy, drawn.rows);
          assert.notDeepEqual(ahead, saved);

          await policy.loadState(join(folder, 'state'));
          assert.deepEqual(await scores(policy, drawn.rows), saved);
          await step(policy, drawn, 1e-2);
          assert.deepEqual(await scores(policy, drawn.rows), ahead);

          await policy.load(join(folder, 'weights'));
          assert.deepEqual(await scores(policy, drawn.rows), saved);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    },
    {
      name: 'the reference stays as the policy was when first asked for, until a new phase',
      async run(policy) {
        const drawn = await rowsOf(policy);
        const before = await scores(policy, drawn.rows);
        const reference = await policy.reference();
        await step(policy, drawn, 1e-2);
        const frozen = async () =>
          (await (await policy.reference()).score(drawn.rows)).map(({ logProb }) => [...logProb]);
        assert.deepEqual(await frozen(), before);
        assert.deepEqual(
          (await reference.score(drawn.rows)).map(({ logProb }) => [...logProb]),
          before,
        );
        policy.resetOptimizer();
        assert.deepEqual(await frozen(), await scores(policy, drawn.rows));
      },
    },
    {
      name: 'a critic begins with values of 0, one before each scored token, and leaves the policy alone',
      async run(policy) {
        const { rows } = await rowsOf(policy);
        const before = await scores(policy, rows);
        const critic = await policy.critic();
        const values = await critic.values(rows);
        assert.deepEqual(
          values.map(row => [...row]),
          rows.map(({ tokens, start }) => Array(tokens.length - start).fill(0)),
        );
        // the slope of -value: an update makes every value larger
        await critic.accumulate(rows, (_, given) => given.map(row => row.map(() => -1)));
        await critic.update({ learningRate: 1e-2 });
        assert.ok(sum((await critic.values(rows)).map(row => [...row])) > 0);
        assert.deepEqual(await scores(policy, rows), before);
      },
    },
    {
      name: 'a fresh optimizer forgets its moments',
      async run(policy) {
        const folder = await mkdtemp(join(tmpdir(), 'policy-'));
        try {
          const drawn = await rowsOf(policy);
          await policy.save(folder);
          const first = async () => {
            await policy.load(folder);
            await step(policy, drawn, 1e-2);
            return scores(policy, drawn.rows);
          };
          policy.resetOptimizer();
          const fresh = await first();
          assert.notDeepEqual(await first(), fresh); // the moments of the first are still there
          policy.resetOptimizer();
          assert.deepEqual(await first(), fresh);
        } finally {
          await rm(folder, { recursive: true });
        }
      },
    },
  ];
}

/** d loss / d log-prob of -log p: cross-entropy on every scored token. */
const imitation: Objective = (_, stats) =>
  stats.map(({ logProb }) => ({
    logProb: new Float64Array(logProb.length).fill(-1),
    entropy: new Float64Array(logProb.length),
  }));

async function step(policy: Policy, { rows }: { rows: TokenRow[] }, learningRate: number): Promise<void> {
  await policy.accumulate(rows, imitation);
  await policy.update({ learningRate });
}

const plain = ({ tokens, logProb, finish }: Sample) => ({
  tokens: [...tokens],
  logProb: [...logProb],
  finish,
});
const sum = (rows: readonly (readonly number[])[]): number => rows.flat().reduce((a, b) => a + b, 0);

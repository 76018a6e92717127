import { authorsCode } from '@trapo/prefix-select';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalPolicy } from '../localPolicy.ts';
import type { MethodSetup } from '../method.ts';
import type { StepMetrics } from '../metrics.ts';
import { type TrainedStep, train } from '../runs/train.ts';
import type { LearnedRow } from '../step.ts';
import { problems, tinyPolicy, verifier } from '../testing/tiny.ts';
import { type MethodName, methodNamed, methodNames } from './index.ts';

const STEPS = 30;

interface Run {
  readonly metrics: readonly StepMetrics[];
  readonly rows: readonly (readonly LearnedRow[])[];
}

async function trained(
  policy: LocalPolicy,
  name: MethodName,
  steps: number,
  overrides: Partial<MethodSetup> = {},
): Promise<Run> {
  const setup: MethodSetup = {
    responseLength: 12,
    lossLength: 8,
    entropyCoefficient: 0.001,
    alpha: 0.1,
    groupSize: 8,
    plan: authorsCode,
    expertsPerProblem: 2,
    steps,
    ...overrides,
  };
  const done: TrainedStep[] = [];
  const run = train({
    policy,
    verifier,
    problems,
    phases: methodNamed(name, setup),
    steps,
    rowsPerStep: 32,
    schedules: [{ peak: 1e-2, warmup: 2, floor: 0.1, decay: 'linear' }],
    update: { clipNorm: 1, weightDecay: 0.01 },
    responseLength: 12,
    temperature: 1,
    paragraphBreak: '\n',
    seed: 3,
  });
  for await (const step of run) done.push(step);
  return {
    metrics: done.map(({ step, phase, metrics }) => ({ step, phase, ...metrics })),
    rows: done.map(({ rows }) => rows),
  };
}

/** On fresh weights. */
async function fresh(name: MethodName, steps: number, overrides?: Partial<MethodSetup>): Promise<Run> {
  const { policy, close } = await tinyPolicy();
  try {
    return await trained(policy, name, steps, overrides);
  } finally {
    await close();
  }
}

describe.each(methodNames)('%s', name => {
  let first: readonly StepMetrics[];
  let again: readonly StepMetrics[];
  let weights: Map<string, Float32Array>[];

  beforeAll(async () => {
    weights = [];
    const run = async (threads: number) => {
      const { policy, close } = await tinyPolicy(threads);
      const { metrics } = await trained(policy, name, STEPS);
      weights.push(await policy.decoder.weights());
      await close();
      return metrics;
    };
    first = await run(1);
    again = await run(2);
  }, 60_000);

  it('gives the same metrics and weights, byte for byte, for the same seed and any threads', () => {
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(weights[1]).toEqual(weights[0]);
  });

  it('trains for 30 steps, and every number it reports is finite', () => {
    expect(first).toHaveLength(STEPS);
    for (const step of first) {
      for (const [metric, value] of Object.entries(step)) expect(value, metric).toSatisfy(Number.isFinite);
    }
    expect(first.some(({ gradientNorm }) => gradientNorm! > 0)).toBe(true);
  });
});

describe('what makes each method what it is', () => {
  let policy: LocalPolicy;
  let close: () => Promise<void>;
  /** Loves the wrong box, the right one comes up now and then: groups are mixed. */
  beforeAll(async () => {
    ({ policy, close } = await tinyPolicy());
    for (let step = 0; step < 40; step++) {
      const rows = problems.map(({ prompt, experts }) => {
        const tokens = Int32Array.of(...policy.tokenizer.encode(prompt + experts[1]!), policy.tokenizer.eos);
        return { tokens: Int32Array.of(policy.tokenizer.bos!, ...tokens), start: prompt.length + 1 };
      });
      await policy.accumulate(rows, (_, stats) =>
        stats.map(({ logProb }) => ({ logProb: logProb.map(() => -1 / 40), entropy: logProb.map(() => 0) })),
      );
      await policy.update({ learningRate: 1e-2 });
    }
  }, 60_000);
  afterAll(() => close());

  it('trapo guides prompts that fail and trains on the chosen prefixes', async () => {
    const { metrics } = await fresh('trapo', 1);
    const [step] = metrics;
    // fresh weights solve nothing: every prompt falls through all levels
    expect([0, 1, 2, 3].map(level => step![`level${level}`])).toEqual([0.5, 0.25, 0.125, 0.125]);
    expect(step!.sftTokens).toBeGreaterThan(0);
    expect(step!.sftTokens).toBeLessThan(step!.prefixTokens!);
  });

  it('trapo-authors-code is trapo but for a divisor: the number of rows', async () => {
    const [ours, theirs] = [await fresh('trapo', 1), await fresh('trapo-authors-code', 1)];
    const rows = ours.metrics[0]!.rows!;
    expect(theirs.metrics[0]!.policyLoss).toBeCloseTo(ours.metrics[0]!.policyLoss! * rows, 9);
    expect(theirs.metrics[0]!.prefixLoss).toBeCloseTo(ours.metrics[0]!.prefixLoss! * rows, 9);
  });

  it('micro-groups gives prefixes and trains on none', async () => {
    const [{ metrics }, trapo] = [await fresh('micro-groups', 1), await fresh('trapo', 1)];
    expect(metrics[0]!.prefixTokens).toBe(trapo.metrics[0]!.prefixTokens);
    expect(metrics[0]!.prefixLoss).toBeUndefined();
    expect(metrics[0]!.policyLoss).toBe(trapo.metrics[0]!.policyLoss);
  });

  it('plain-sft-prefix is trapo without the trust region', async () => {
    const run = async (name: MethodName, alpha: number) =>
      (await fresh(name, 3, { alpha })).metrics.map(({ loss, gradientNorm }) => [loss, gradientNorm]);
    expect(await run('plain-sft-prefix', 0.1)).toEqual(await run('trapo', 0));
    expect(await run('plain-sft-prefix', 0.1)).not.toEqual(await run('trapo', 0.1));
  });

  it("luffy-prefix shapes the prefix with an advantage of 1, whatever its row's reward", async () => {
    const { metrics } = await fresh('luffy-prefix', 1);
    const { prefixLoss, rows } = metrics[0]!;
    // -p / (p + 0.1) lies in (-1, 0), so the loss is negative although no rollout was rewarded
    expect(prefixLoss).toBeLessThan(0);
    expect(prefixLoss).toBeGreaterThan(-metrics[0]!.sftTokens! / (rows! * 8));
  });

  it('grpo and its kin never see the expert', async () => {
    for (const name of ['grpo', 'dr-grpo', 'gspo', 'dapo', 'rloo', 'reinforce++', 'ppo'] as const) {
      const { metrics } = await trained(policy, name, 1);
      expect([metrics[0]!.level0, metrics[0]!.prefixTokens], name).toEqual([1, 0]);
    }
  });

  it('grpo divides by the standard deviation, dr-grpo does not, rloo leaves one out', async () => {
    const rewards = (run: Run) => groupsOf(run.rows[0]!);
    for (const [name, factor] of [
      ['grpo', (values: readonly number[]) => 1 / (deviation(values) + 1e-6)],
      ['dr-grpo', () => 1],
      ['rloo', (values: readonly number[]) => values.length / (values.length - 1)],
    ] as const) {
      for (const group of rewards(await trained(policy, name, 1))) {
        const scores = group.map(({ reward }) => reward);
        if (deviation(scores) === 0) continue;
        const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
        group.forEach(({ advantage, reward }) => {
          expect(advantage, name).toBeCloseTo((reward - mean) * factor(scores), 9);
        });
      }
    }
  });

  it('gspo has one ratio for a response: clipped tokens are whole rows', async () => {
    const { metrics } = await trained(policy, 'gspo', 1, { updates: 3 });
    expect(metrics[0]!.clipFraction).toBeGreaterThan(0);
  });

  it('dapo samples anew where a group is all right or all wrong, and counts what it dropped', async () => {
    const { metrics, rows } = await trained(policy, 'dapo', 2);
    for (const group of rows.flatMap(groupsOf)) {
      const scores = group.map(({ row }) => row.verdict!.score);
      expect(scores).toContain(0);
      expect(scores).toContain(1);
    }
    expect(metrics[0]!.sampledRows).toBe((metrics[0]!.droppedRows ?? 0) + (metrics[0]!.rows ?? 0));
    // the reward falls over the last fifth before the longest response
    const long = rows.flat().filter(({ row }) => row.response.tokens.length > 10);
    for (const { row, reward } of long) expect(reward).toBeLessThan(row.verdict!.score!);
  });

  it('reinforce++ whitens over all tokens of the step, not within groups', async () => {
    const { rows } = await trained(policy, 'reinforce++', 1);
    const byReward = Map.groupBy(rows[0]!, ({ reward }) => reward);
    for (const same of byReward.values()) {
      // one reward, one advantage, whatever the group
      expect(new Set(same.map(({ advantage }) => advantage!.toFixed(9))).size).toBe(1);
    }
    expect(byReward.size).toBe(2);
  });

  it('ppo has a critic that learns what rows are worth', async () => {
    const { metrics } = await fresh('ppo', STEPS);
    expect(metrics[0]!.meanValue).toBe(0);
    expect(metrics[0]!.criticGradientNorm).toBeGreaterThanOrEqual(0);
    const { metrics: learned } = await trained(policy, 'ppo', 12);
    const [last] = learned.slice(-1);
    expect(last!.meanValue).toBeGreaterThan(0.2);
    expect(Math.abs(last!.meanValue! - last!.reward!)).toBeLessThan(0.4);
  });

  it('sft samples nothing and imitates all expert tokens', async () => {
    const { metrics } = await fresh('sft', 1);
    expect(metrics[0]!.reward).toBeUndefined();
    expect([metrics[0]!.completionTokens, metrics[0]!.sftTokens]).toEqual([0, metrics[0]!.tokens]);
  });

  it('sft-then-rl does one, then the other', async () => {
    const { metrics } = await fresh('sft-then-rl', 4);
    expect(metrics.map(({ phase }) => phase)).toEqual([1, 1, 2, 2]);
    expect(metrics.map(({ completionTokens }) => completionTokens! > 0)).toEqual([false, false, true, true]);
  });

  it('luffy takes one whole expert answer a group, by its advantage', async () => {
    const { metrics } = await fresh('luffy', 1);
    expect(metrics[0]!.level1).toBe(1 / 8);
    expect(metrics[0]!.sftTokens).toBe(metrics[0]!.prefixTokens);
  });

  it('relift keeps problems that no rollout solved until they make a supervised update', async () => {
    const { metrics } = await fresh('relift', 40);
    // fresh weights solve nothing: 4 problems a step wait, and the 32nd step has 128
    const due = metrics.findIndex(({ reliftDemonstrations }) => reliftDemonstrations! > 0);
    expect(metrics.slice(0, due).map(({ reliftWaiting }) => reliftWaiting)).toEqual(
      metrics.slice(0, due).map((_, step) => 4 * (step + 1)),
    );
    expect(due).toBe(31);
    expect(metrics[due]!.reliftWaiting).toBe(0);
    expect(metrics[due]!.reliftLoss).toBeGreaterThan(0);
  });

  it('srft imitates by confidence, and takes its own rows by the sign of their reward', async () => {
    const { rows } = await trained(policy, 'srft', 1);
    for (const { row, reward, advantage } of rows[0]!) {
      if (row.level === 0) expect(advantage).toBe(reward >= 1 ? 1 : -1);
    }
    expect(rows[0]!.filter(({ row }) => row.level === 1)).toHaveLength(4);
  });

  it('uft gives hints that shrink to nothing', async () => {
    const { metrics } = await fresh('uft', STEPS);
    const hinted = metrics.map(({ prefixTokens }) => prefixTokens!);
    const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean(hinted.slice(0, 8))).toBeGreaterThan(2 * mean(hinted.slice(8, 18)));
    expect(hinted.slice(19)).toEqual(Array(STEPS - 19).fill(0));
  });

  it('chord sets imitation beside rollouts; chord-mu lets it fade', async () => {
    const { metrics } = await fresh('chord', 1);
    expect(metrics[0]!.sampledRows).toBe(32);
    expect(metrics[0]!.completionTokens).toBeGreaterThan(0);
    expect(metrics[0]!.sftTokens).toBeGreaterThan(0);
    const faded = (await fresh('chord-mu', STEPS)).metrics;
    expect(faded[0]!.prefixLoss).toBeGreaterThan(5 * faded.at(-1)!.prefixLoss!);
  });

  it('prefix-rft guides one row a group, and trains on the fifth of the prefix that is least sure', async () => {
    const { metrics, rows } = await fresh('prefix-rft', 1);
    for (const group of groupsOf(rows[0]!)) expect(group.filter(({ row }) => row.level > 0)).toHaveLength(1);
    expect(metrics[0]!.prefixTokens).toBeGreaterThan(0);
  });

  it('bread looks for the shortest prefix that helps, where a group fails as a whole', async () => {
    const { metrics } = await fresh('bread', 1);
    // fresh weights solve nothing, but every group has been given a prefix in the end
    expect(metrics[0]!.level0 ?? 0).toBe(0);
    const { rows } = await trained(policy, 'bread', 1);
    for (const group of groupsOf(rows[0]!)) {
      if (group.some(({ row }) => row.level > 0)) continue;
      expect(group.some(({ reward }) => reward === 1)).toBe(true);
    }
  });

  it('a KL coefficient holds any policy to where the phase began', async () => {
    const { metrics } = await fresh('grpo', 6, { klCoefficient: 0.5 });
    expect(metrics[0]!.klLoss).toBe(0);
    expect(metrics.slice(1).every(({ klLoss }) => klLoss! >= 0)).toBe(true);
  });

  it('names the methods there are', () => {
    expect(() => methodNamed('ppo2' as MethodName, {} as never)).toThrow(/no method "ppo2".*trapo/);
  });
});

const groupsOf = (rows: readonly LearnedRow[]): LearnedRow[][] => [
  ...Map.groupBy(rows, ({ row }) => row.group).values(),
];

function deviation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
}

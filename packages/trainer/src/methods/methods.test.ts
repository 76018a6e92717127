import { authorsCode } from '@trapo/prefix-select';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { LocalPolicy } from '../localPolicy.ts';
import type { StepMetrics } from '../metrics.ts';
import { train } from '../runs/train.ts';
import { problems, tinyPolicy, verifier } from '../testing/tiny.ts';
import { type MethodName, methodNamed, methodNames } from './index.ts';

async function trained(
  policy: LocalPolicy,
  name: MethodName,
  steps: number,
  alpha = 0.1,
): Promise<StepMetrics[]> {
  const setup = {
    responseLength: 8,
    entropyCoefficient: 0.001,
    alpha,
    groupSize: 8,
    plan: authorsCode,
    expertsPerProblem: 2,
  };
  const metrics: StepMetrics[] = [];
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
  for await (const { step, phase, metrics: numbers } of run) metrics.push({ step, phase, ...numbers });
  return metrics;
}

describe.each(methodNames)('%s', name => {
  let first: StepMetrics[];
  let again: StepMetrics[];
  let weights: Map<string, Float32Array>[];

  beforeAll(async () => {
    weights = [];
    const run = async () => {
      const { policy, close } = await tinyPolicy(2);
      const metrics = await trained(policy, name, 12);
      weights.push(await policy.decoder.weights());
      await close();
      return metrics;
    };
    first = await run();
    again = await run();
  });

  it('gives the same metrics and weights, byte for byte, for the same seed', () => {
    expect(JSON.stringify(again)).toBe(JSON.stringify(first));
    expect(weights[1]).toEqual(weights[0]);
  });

  it('changes the weights, and every number it reports is finite', () => {
    expect(first).toHaveLength(12);
    for (const step of first) {
      for (const [metric, value] of Object.entries(step)) expect(value, metric).toSatisfy(Number.isFinite);
    }
    expect(first.every(({ gradientNorm }) => gradientNorm! > 0)).toBe(true);
  });
});

describe('what makes each method what it is', () => {
  let policy: LocalPolicy;
  let close: () => Promise<void>;
  beforeAll(async () => {
    ({ policy, close } = await tinyPolicy());
  });
  afterAll(() => close());

  it('trapo guides prompts that fail and trains on the chosen prefixes', async () => {
    const [step] = await trained(policy, 'trapo', 1);
    // fresh weights solve nothing: every prompt falls through all levels
    expect([0, 1, 2, 3].map(level => step![`level${level}`])).toEqual([0.5, 0.25, 0.125, 0.125]);
    expect(step!.sftTokens).toBeGreaterThan(0);
    expect(step!.sftTokens).toBeLessThan(step!.prefixTokens!);
  });

  it('grpo never sees the expert', async () => {
    const [step] = await trained(policy, 'grpo', 1);
    expect([step!.level0, step!.prefixTokens, step!.sftTokens]).toEqual([1, 0, 0]);
  });

  it('luffy takes one whole expert answer a group, by its advantage', async () => {
    const [step] = await trained(policy, 'luffy', 1);
    expect(step!.level1).toBe(1 / 8);
    expect(step!.sftTokens).toBe(step!.prefixTokens);
  });

  it('sft samples nothing and imitates all expert tokens', async () => {
    const [step] = await trained(policy, 'sft', 1);
    expect(step!.reward).toBeUndefined();
    expect([step!.completionTokens, step!.sftTokens]).toEqual([0, step!.tokens]);
  });

  it('sft-then-rl does one, then the other', async () => {
    const steps = await trained(policy, 'sft-then-rl', 4);
    expect(steps.map(({ phase }) => phase)).toEqual([1, 1, 2, 2]);
    expect(steps.map(({ completionTokens }) => completionTokens! > 0)).toEqual([false, false, true, true]);
  });

  it('plain-sft-prefix is trapo without the trust region', async () => {
    const run = async (name: MethodName, alpha: number) => {
      const { policy: fresh, close: end } = await tinyPolicy();
      const steps = await trained(fresh, name, 3, alpha);
      await end();
      return steps.map(({ loss, gradientNorm }) => [loss, gradientNorm]);
    };
    expect(await run('plain-sft-prefix', 0.1)).toEqual(await run('trapo', 0));
    expect(await run('plain-sft-prefix', 0.1)).not.toEqual(await run('trapo', 0.1));
  });

  it('names the methods there are', () => {
    expect(() => methodNamed('ppo2' as MethodName, {} as never)).toThrow(/no method "ppo2".*trapo/);
  });
});

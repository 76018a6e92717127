import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { authorsCode } from '@trapo/prefix-select';
import { expect, test } from 'vitest';
import { methodNamed } from './methods/index.ts';
import { NonFiniteLossError } from './objective.ts';
import { type TrainedStep, type TrainOptions, train } from './runs/train.ts';
import { problems, tinyPolicy, verifier } from './testing/tiny.ts';

const setup = {
  responseLength: 8,
  entropyCoefficient: 0,
  alpha: 0.1,
  groupSize: 8,
  plan: authorsCode,
  expertsPerProblem: 2,
  steps: 6,
};
const options: Omit<TrainOptions, 'policy'> = {
  verifier,
  problems,
  phases: methodNamed('trapo', setup),
  steps: 6,
  rowsPerStep: 16,
  schedules: [{ peak: 1e-2, warmup: 2, floor: 0.1, decay: 'linear' }],
  update: { clipNorm: 1 },
  responseLength: 12,
  temperature: 1,
  paragraphBreak: '\n',
  seed: 3,
};

async function take(steps: AsyncIterable<TrainedStep>, count: number): Promise<TrainedStep[]> {
  const taken: TrainedStep[] = [];
  for await (const step of steps) if (taken.push(step) === count) break;
  return taken;
}

test('another policy, on other threads, goes on from the saved state to the bit', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'trapo-'));
  const first = await tinyPolicy(1);
  const steps = train({ ...options, policy: first.policy });
  const before = [await steps.next(), await steps.next(), await steps.next()];
  await first.policy.saveState(folder);
  const rest = await take(steps, 9);

  const second = await tinyPolicy(2);
  await second.policy.loadState(folder);
  const { position } = before[2]!.value as TrainedStep;
  const again = await take(train({ ...options, policy: second.policy, from: position }), 9);
  expect(again.map(({ metrics }) => metrics)).toEqual(rest.map(({ metrics }) => metrics));
  expect(again.map(({ step }) => step)).toEqual([4, 5, 6]);
  expect(await second.policy.decoder.weights()).toEqual(await first.policy.decoder.weights());
  await first.close();
  await second.close();
});

test('a model that diverged is stopped by name of row and problem, its weights unchanged', async () => {
  const { policy, close } = await tinyPolicy();
  const weights = await policy.decoder.weights();
  weights.get('model.norm.weight')!.fill(Number.NaN);
  policy.decoder.load(weights);
  const step = train({ ...options, phases: methodNamed('sft', setup), policy }).next();
  await expect(step).rejects.toThrow(NonFiniteLossError);
  await expect(step).rejects.toThrow(/log-probability of row \d+ \(problem \d\).* weights were not changed/);
  expect(await policy.decoder.weights()).toEqual(weights);
  await close();
});

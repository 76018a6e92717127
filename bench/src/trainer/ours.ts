// Our side of `bench trainer`: `ours.ts FOLDER`, asked in lines of JSON.

import { loadModel } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import { LocalPolicy, type Method, methodNamed, type StepMetrics, trainStep } from '@trapo/trainer';
import { boxedExact, type Verifier, withOptions } from '@trapo/verifiers';
import { serve, timed } from '../peers/serve.ts';
import { readMaterial } from './material.ts';

const folder = process.argv[2]!;
const { settings, problems } = await readMaterial(folder);
const verifier = withOptions(boxedExact, { open: '[', close: ']', atEnd: true }) as Verifier;

/** `trapo`, or GRPO as TRL has it: eight unguided rollouts a problem. */
type MethodOf = 'trapo' | 'dr-grpo';

class Training {
  private readonly policy: LocalPolicy;
  private readonly method: Method;
  private done = 0;

  private constructor(policy: LocalPolicy, name: MethodOf) {
    this.policy = policy;
    const { lossLength, responseLength, alpha, entropyCoefficient, plan } = settings;
    const setup = {
      responseLength,
      lossLength,
      steps: 1,
      alpha,
      entropyCoefficient,
      plan,
      groupSize: plan.groupSize,
      expertsPerProblem: 2,
    };
    this.method = methodNamed(name, setup)[0]!.method;
  }

  static async open(threads: number, name: MethodOf): Promise<Training> {
    const { decoder, tokenizer } = await loadModel(await openDevice({ threads }), folder);
    return new Training(new LocalPolicy(decoder, tokenizer), name);
  }

  async step(temperature = 1): Promise<StepMetrics> {
    const { problemsPerStep: count, responseLength, breakTokens, update } = settings;
    const batch = Array.from(
      { length: count },
      (_, i) => problems[(this.done * count + i) % problems.length]!,
    );
    const context = {
      policy: this.policy,
      verifier,
      responseLength,
      temperature,
      breakTokens: new Set(breakTokens),
      seed: 1,
      step: this.done++,
    };
    return (await trainStep(this.method, context, batch, update)).metrics;
  }
}

const trainings = new Map<string, Promise<Training>>();
const training = (threads: number, name: MethodOf): Promise<Training> => {
  const key = `${name} ${threads}`;
  if (!trainings.has(key)) trainings.set(key, Training.open(threads, name));
  return trainings.get(key)!;
};

await serve({
  async info() {
    const device = await openDevice({ threads: 1 });
    await device.close();
    return { about: `${device.report.build}; Node ${process.versions.node}` };
  },
  async greedy({ threads, steps }) {
    const fresh = await Training.open(threads, 'trapo');
    const metrics: StepMetrics[] = [];
    for (let i = 0; i < steps; i++) metrics.push(await fresh.step(0));
    return {
      steps: metrics.map(({ sampledRows, reward, loss, gradientNorm, tokens }) => ({
        rows: sampledRows!,
        reward: reward!,
        loss: loss!,
        gradientNorm: gradientNorm!,
        tokens: tokens!,
      })),
    };
  },
  async train(request) {
    const trained = await training(request.threads, request.method ?? 'trapo');
    return timed(request, () => trained.step());
  },
  async work({ steps }) {
    const trained = await training(2, 'trapo');
    for (let i = 0; i < steps; i++) await trained.step();
    return { steps, kilobytes: process.memoryUsage.rss() / 1024 };
  },
});

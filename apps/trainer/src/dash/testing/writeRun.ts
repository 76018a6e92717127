// Run folders of any size, as training leaves them, without training: for tests, screenshots and measurements.

import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';

export interface WrittenRun {
  readonly name?: string;
  readonly seed?: number;
  readonly steps?: number;
  readonly methods?: readonly string[];
  /** Metrics besides the usual ones, as a large model has them for each of its layers. */
  readonly more?: number;
  /** Prompts of each recorded step, which is every tenth. */
  readonly prompts?: number;
  readonly finished?: boolean;
  /** Text to put into prompts, tokens, reasons and ids. */
  readonly hostile?: string;
  /** Keys of the config in place of the usual ones. */
  readonly training?: Readonly<Record<string, unknown>>;
}

/** Writes a run into `folder`, which is made; the same for the same arguments. */
export async function writeRun(folder: string, run: WrittenRun = {}): Promise<string> {
  const { name = 'written', seed = 1, steps = 60, methods = ['sft', 'grpo', 'trapo'] } = run;
  const config = {
    name,
    seed,
    task: { name: 'two-digits', train: 1024, benchmark: 100 },
    pretrain: { steps },
    training: { steps, rowsPerStep: 128, alpha: 0.1, temperature: 1, ...run.training },
    methods: Object.fromEntries(methods.map(method => [method, {}])),
  };
  await mkdir(join(folder, 'data'), { recursive: true });
  await writeFile(join(folder, 'config.yaml'), stringify(config));
  const record = { name, seed, started: '2026-01-31T12:00:00.000Z', seconds: secondsOf(methods, seed) };
  await writeFile(join(folder, 'run.json'), JSON.stringify(record));
  for (const [i, method] of methods.entries())
    await writeStage(join(folder, method), method, run, 100 * seed + i);
  if (run.finished ?? true)
    await writeFile(join(folder, 'results.json'), JSON.stringify(results(name, seed, methods)));
  return folder;
}

const secondsOf = (methods: readonly string[], seed: number) =>
  Object.fromEntries(methods.map((method, i) => [method, 20 + i + seed / 10]));

function results(name: string, seed: number, methods: readonly string[]) {
  const benchmarks = ['L1', 'L2', 'O2'];
  return {
    name,
    seed,
    benchmarks,
    averaged: ['L1', 'L2'],
    rows: ['base', ...methods].map((method, i) => {
      const accuracy = Object.fromEntries(benchmarks.map((key, j) => [key, (10 * i + j + seed) / 100]));
      return { name: method, accuracy, average: (10 * i + 0.5 + seed) / 100, skipped: 0 };
    }),
  };
}

async function writeStage(folder: string, method: string, run: WrittenRun, seed: number): Promise<void> {
  const { steps = 60, more = 0, prompts = 4, hostile = '' } = run;
  await mkdir(folder, { recursive: true });
  const metrics: string[] = [];
  const timings: string[] = [];
  const rollouts: string[] = [];
  for (let step = 1; step <= steps; step++) {
    metrics.push(JSON.stringify(metricsOf(method, step, steps, more, seed)));
    const generate = 0.2 + 0.05 * uniform(seed, step, 1);
    const learn = 0.1 + 0.02 * uniform(seed, step, 2);
    timings.push(
      JSON.stringify({
        step,
        seconds: generate + learn + 0.015,
        generate,
        verify: 0.002,
        learn,
        generatedTokens: 4000,
        learnedTokens: 4500,
      }),
    );
    if (step % 10 !== 0 || method === 'sft') continue;
    for (let prompt = 0; prompt < prompts; prompt++) {
      rollouts.push(JSON.stringify(rolloutOf(method, step, prompt, hostile, seed)));
    }
  }
  await writeFile(join(folder, 'metrics.jsonl'), lines(metrics));
  await writeFile(join(folder, 'timings.jsonl'), lines(timings));
  if (rollouts.length > 0) await writeFile(join(folder, 'rollouts.jsonl'), lines(rollouts));
}

const lines = (all: readonly string[]): string => all.map(line => `${line}\n`).join('');

/** One step's metrics, for curves that rise and settle as those of training do. */
export function metricsOf(
  method: string,
  step: number,
  steps: number,
  more: number,
  seed: number,
): Record<string, number | readonly number[]> {
  const t = step / steps;
  const noise = (of: number) => uniform(seed, step, of) - 0.5;
  const reward = Math.min(1, Math.max(0, 0.9 / (1 + Math.exp(8 * (0.35 - t))) + 0.15 * noise(3)));
  const metrics: Record<string, number | readonly number[]> = { step, phase: 1 };
  if (method !== 'sft') Object.assign(metrics, { reward, rewardWithoutPrefix: reward * 0.9 });
  if (method === 'trapo') {
    const guided = 0.5 * (1 - t) + 0.05 * noise(4) + 0.05;
    Object.assign(metrics, {
      level0: 1 - guided,
      level1: guided * 0.5,
      level2: guided * 0.3,
      level3: guided * 0.2,
      expertProbability: 0.2 + 0.6 * t,
      outsideTrustRegion: 0.6 * (1 - t) + 0.02 * noise(5),
      'expertProbability/hist': Array.from({ length: 20 }, (_, bin) =>
        Math.round(400 * Math.exp(-(((bin / 19 - t) / 0.3) ** 2))),
      ),
    });
  }
  Object.assign(metrics, {
    loss: 2 * Math.exp(-3 * t) + 0.1 * noise(6),
    entropy: 1.2 * Math.exp(-2 * t) + 0.05 * noise(7) + 0.05,
    responseLength: 30 + 10 * t + 2 * noise(8),
    truncated: Math.max(0, 0.2 * (1 - t) + 0.02 * noise(9)),
    tokens: Math.round(4000 + 500 * noise(10)),
    gradientNorm: 0.5 + Math.exp(2 * noise(11)) * 0.3,
    learningRate: 6e-4 * (1 - t),
  });
  for (let i = 0; i < more; i++) metrics[`layers/${i}/norm`] = 1 + noise(100 + i);
  return metrics;
}

function rolloutOf(method: string, step: number, prompt: number, hostile: string, seed: number) {
  const guided = method === 'trapo' ? [0, 0, 0, 0, 1, 1, 2, 3] : Array<number>(8).fill(0);
  return {
    step,
    id: `p${prompt}${hostile}`,
    prompt: `${10 + prompt}:q+3p=${hostile}`,
    gold: String(13 + prompt),
    rows: guided.map((level, i) => {
      const text = `q${10 + prompt}\np${13 + prompt}\n[${13 + prompt}]`;
      const tokens = [...text, ...(hostile ? [hostile] : [])];
      const correct = uniform(seed, step * 100 + prompt, i) < 0.5;
      return {
        level,
        group: Math.max(0, level),
        ratio: level / 4,
        tokens,
        prefix: Math.floor((tokens.length * level) / 4),
        sft: level > 0,
        logProb: tokens.map((_, at) => -4 * uniform(seed, step * 1000 + i, at) ** 3),
        reward: Number(correct),
        advantage: correct ? 0.5 : -0.5,
        status: correct ? 'correct' : 'incorrect',
        reason: correct ? `the box holds ${13 + prompt}` : `the box does not hold ${13 + prompt}${hostile}`,
        truncated: false,
      };
    }),
  };
}

/** A number from 0 to 1 that follows from three others. */
function uniform(a: number, b: number, c: number): number {
  let bits = Math.imul(a + 1, 0x9e3779b1) ^ Math.imul(b + 1, 0x85ebca6b) ^ Math.imul(c + 1, 0xc2b2ae35);
  for (const shift of [15, 13, 16]) bits = Math.imul(bits ^ (bits >>> shift), 0x2c1b3c6d);
  return ((bits ^ (bits >>> 15)) >>> 0) / 2 ** 32;
}

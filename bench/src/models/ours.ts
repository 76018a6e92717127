// Our side of `bench models`: `ours.ts FOLDER`, asked in lines of JSON. Loads, samples and trains as a user would.

import { type Decoder, Learner, loadDecoder, type Objective, Sampler } from '@trapo/models';
import { openDevice } from '@trapo/tensor';
import type { Check } from '../peers/protocol.ts';
import { serve, timed } from '../peers/serve.ts';
import { readMaterial } from './material.ts';
import { peakKilobytes } from './peak.ts';

const folder: string = process.argv[2]!;
const { settings, rows } = await readMaterial(folder);
const { prefill, decoding, training, optimizer, check } = settings;

let loaded: { readonly decoder: Decoder; readonly sampler: Sampler } | undefined;
let learner: Learner | undefined;

const trainingRows = rows(training.rows, training.tokens + 1).map(tokens => ({ tokens, start: 1 }));
const derivatives = {
  logProb: new Float64Array(training.tokens).fill(-1 / (training.rows * training.tokens)),
  entropy: new Float64Array(training.tokens),
};
const crossEntropy: Objective = indices => indices.map(() => derivatives);

function model(): NonNullable<typeof loaded> {
  if (!loaded) throw new Error('is asked before it has loaded');
  return loaded;
}

/** Made when training begins: sampling needs no gradients. */
function trained(): Learner {
  learner ??= new Learner(model().decoder, training);
  return learner;
}

async function sample(count: number, length: number, maxNewTokens: number, temperature: number) {
  const requests = rows(count, length).map((tokens, seed) => ({ tokens, seed }));
  return model().sampler.sample(requests, { maxNewTokens, temperature, stop: new Set() });
}

async function loss(): Promise<number> {
  const stats = await trained().score(trainingRows);
  const sum = stats.reduce((total, { logProb }) => total + logProb.reduce((a, b) => a + b, 0), 0);
  return -sum / (training.rows * training.tokens);
}

async function step(): Promise<void> {
  await trained().accumulate(trainingRows, crossEntropy);
  await trained().step(optimizer);
}

await serve({
  info: () => ({ about: `Node ${process.versions.node}, V8 ${process.versions.v8}` }),
  /** From the call to the first token: whoever reads its file lazily has read it by then. */
  async load({ threads }) {
    return timed({ threads, warmups: 0, repeats: 1 }, async () => {
      const decoder = await loadDecoder(await openDevice({ threads }), folder);
      const sampler = new Sampler(decoder, { maxRows: Math.max(...prefill.rows, ...decoding.rows) });
      loaded = { decoder, sampler };
      await sample(1, 1, 1, 0);
    });
  },
  async check(): Promise<Check> {
    const begin = performance.now();
    const greedy = await sample(check.greedyRows, decoding.promptTokens, check.greedyTokens, 0);
    return {
      losses: [],
      greedy: greedy.map(({ tokens }) => [...tokens]),
      seconds: (performance.now() - begin) / 1000,
    };
  },
  async losses(): Promise<Check> {
    const begin = performance.now();
    const losses = [await loss()];
    for (let update = 0; update < check.updates; update++) await step();
    losses.push(await loss());
    return { losses, greedy: null, seconds: (performance.now() - begin) / 1000 };
  },
  prefill: request => timed(request, () => sample(request.rows, prefill.promptTokens, 1, 0)),
  decode: request =>
    timed(request, () =>
      sample(request.rows, decoding.promptTokens, decoding.newTokens, decoding.temperature),
    ),
  train: request => timed(request, step),
  memory: () => ({ kilobytes: peakKilobytes() }),
});
await loaded?.decoder.device.close();

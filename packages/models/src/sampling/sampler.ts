// Sampling with a KV cache: prompts (with expert prefixes) are prefilled, then all rows decode side by side.
//
// A completion is a function of weights, tokens and seed alone: the cache computes the bits that scoring computes, and
// each row draws its own random numbers by position, so neither neighbours nor threads change it, nor whether the tokens
// before were sampled or given.

import {
  attendCache,
  attention,
  cacheShapes,
  cacheWrite,
  input,
  type PlanGroup,
  type Recording,
  sampleTokens,
  type Variable,
} from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { uniform } from '../random.ts';

export interface SampleRequest {
  /** Prompt, and expert prefix if any. At least one token. */
  readonly tokens: Int32Array;
  /** Seed of this row's random numbers. */
  readonly seed: number;
}

export interface SampleOptions {
  /** Most new tokens a row, the end of sequence included. */
  readonly maxNewTokens: number;
  /** 0 takes the most likely token. */
  readonly temperature: number;
  /** Ids that end a row; the one met is part of the completion. */
  readonly stop: ReadonlySet<number>;
}

export interface Sample {
  readonly tokens: Int32Array;
  /** Of each token at temperature 1, equal to what scoring gives. */
  readonly logProb: Float64Array;
  /** `stop`: an end of sequence was sampled. `length`: cut off. */
  readonly finish: 'stop' | 'length';
}

export interface SamplerOptions {
  /** Rows decoded side by side. Default 128. */
  readonly maxRows?: number;
}

const STREAM = 0x5a17;

/** Caches and decode plan of one number of rows. */
interface Lanes {
  readonly rows: number;
  readonly keys: readonly Variable[];
  readonly values: readonly Variable[];
  readonly decode: PlanGroup<readonly [Recording]>;
  readonly prefill: Map<number, PlanGroup<readonly [Recording]>>;
}

export class Sampler {
  private readonly decoder: Decoder;
  private readonly maxRows: number;
  private readonly lanes = new Map<number, Lanes>();

  constructor(decoder: Decoder, { maxRows = 128 }: SamplerOptions = {}) {
    this.decoder = decoder;
    this.maxRows = maxRows;
  }

  /**
   * One completion for each request, in order. Rows end at a stop token, after `maxNewTokens`, or at the model's last
   * position. Throws RangeError when a request has no token or fills the model's positions.
   */
  async sample(requests: readonly SampleRequest[], options: SampleOptions): Promise<Sample[]> {
    const limit = this.decoder.config.max_position_embeddings;
    requests.forEach(({ tokens }, i) => {
      if (tokens.length >= 1 && tokens.length < limit) return;
      throw new RangeError(
        `request ${i}: a prompt has 1 to ${limit - 1} tokens (the model's positions); got ${tokens.length}`,
      );
    });
    const samples: Sample[] = [];
    for (let at = 0; at < requests.length; at += this.maxRows) {
      samples.push(...(await this.sampleBatch(requests.slice(at, at + this.maxRows), options)));
    }
    return samples;
  }

  /** Frees caches and plans. */
  dispose(): void {
    for (const { keys, values, decode, prefill } of this.lanes.values()) {
      for (const variable of [...keys, ...values]) variable.dispose();
      for (const plan of [decode, ...prefill.values()]) plan.release();
    }
    this.lanes.clear();
  }

  private async sampleBatch(
    requests: readonly SampleRequest[],
    { maxNewTokens, temperature, stop }: SampleOptions,
  ): Promise<Sample[]> {
    const lanes = this.lanesFor(requests.length);
    await this.prefill(lanes, requests);
    const { rows } = lanes;
    // decoding starts by feeding each row's last prompt token again, at its own position
    const ids = new Int32Array(rows);
    const positions = new Int32Array(rows);
    requests.forEach(({ tokens }, row) => {
      ids[row] = tokens.at(-1)!;
      positions[row] = tokens.length - 1;
    });
    const completions = requests.map(() => ({
      tokens: [] as number[],
      logProb: [] as number[],
      done: false,
      stopped: false,
    }));
    const randoms = new Float32Array(rows);
    const limit = this.decoder.config.max_position_embeddings;
    for (let step = 0; step < maxNewTokens && completions.some(({ done }) => !done); step++) {
      requests.forEach(({ seed }, row) => {
        randoms[row] = uniform(seed, STREAM, positions[row]!);
      });
      const next = await lanes.decode.plans[0].run({
        ids,
        positions,
        slots: positions,
        randoms,
        temperature: new Float32Array(rows).fill(temperature),
      });
      completions.forEach((completion, row) => {
        if (completion.done) return;
        const token = next.tokens![row]!;
        completion.tokens.push(token);
        completion.logProb.push(next.logProb![row]!);
        completion.stopped = stop.has(token);
        completion.done = completion.stopped || positions[row]! + 1 >= limit - 1;
        if (completion.done) return;
        ids[row] = token;
        positions[row]!++;
      });
    }
    return completions.map(({ tokens, logProb, stopped }) => ({
      tokens: Int32Array.from(tokens),
      logProb: Float64Array.from(logProb),
      finish: stopped ? 'stop' : 'length',
    }));
  }

  /** Fills the caches with all prompt tokens; padding on the right is overwritten before it is ever attended to. */
  private async prefill(lanes: Lanes, requests: readonly SampleRequest[]): Promise<void> {
    const longest = Math.max(...requests.map(({ tokens }) => tokens.length));
    const time = Math.min(Math.ceil(longest / 8) * 8, this.decoder.config.max_position_embeddings);
    const ids = new Int32Array(lanes.rows * time);
    requests.forEach(({ tokens }, row) => {
      ids.set(tokens, row * time);
    });
    const positions = Int32Array.from(ids, (_, i) => i % time);
    await this.prefillPlan(lanes, time).plans[0].run({ ids, positions, starts: new Int32Array(lanes.rows) });
  }

  private prefillPlan(lanes: Lanes, time: number): PlanGroup<readonly [Recording]> {
    let plan = lanes.prefill.get(time);
    if (!plan) {
      const { decoder } = this;
      const ids = input([lanes.rows, time], 'i32');
      const positions = input([lanes.rows, time], 'i32');
      const starts = input([lanes.rows], 'i32');
      const writes: ReturnType<typeof cacheWrite>[] = [];
      decoder.logits({ ids, positions }, (q, k, v, layer) => {
        writes.push(cacheWrite(lanes.keys[layer]!, lanes.values[layer]!, k, v, starts));
        return attention(q, k, v, decoder.heads);
      });
      plan = decoder.device.compile({ inputs: { ids, positions, starts }, effects: writes });
      lanes.prefill.set(time, plan);
    }
    return plan;
  }

  /** Caches and decode plan for at least `count` rows: a power of two, so that few sizes are compiled. */
  private lanesFor(count: number): Lanes {
    const rows = Math.min(2 ** Math.ceil(Math.log2(Math.max(count, 1))), Math.max(this.maxRows, count));
    let lanes = this.lanes.get(rows);
    if (!lanes) {
      lanes = this.makeLanes(rows);
      this.lanes.set(rows, lanes);
    }
    return lanes;
  }

  private makeLanes(rows: number): Lanes {
    const { device, config, heads } = this.decoder;
    const shapes = cacheShapes({
      batch: rows,
      capacity: config.max_position_embeddings,
      kvHeads: heads.kvHeads,
      headSize: config.hidden_size / heads.heads,
    });
    const each = (shape: readonly number[]) =>
      Array.from({ length: config.num_hidden_layers }, () => device.variable(shape));
    const keys = each(shapes.keys);
    const values = each(shapes.values);
    const ids = input([rows, 1], 'i32');
    const positions = input([rows, 1], 'i32');
    const slots = input([rows], 'i32');
    const randoms = input([rows, 1]);
    const temperature = input([rows, 1]);
    const writes: ReturnType<typeof cacheWrite>[] = [];
    const logits = this.decoder.logits({ ids, positions }, (q, k, v, layer) => {
      writes.push(cacheWrite(keys[layer]!, values[layer]!, k, v, slots));
      return attendCache(q, keys[layer]!, values[layer]!, slots, heads);
    });
    const decode = device.compile({
      inputs: { ids, positions, slots, randoms, temperature },
      outputs: { ...sampleTokens(logits, randoms, temperature) },
      effects: writes,
    });
    return { rows, keys, values, decode, prefill: new Map() };
  }
}

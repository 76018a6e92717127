// The sampler's plans over one cache, compiled when first needed. Their numbers of rows are rounded up, so that there are
// few of them; rows that stand for nothing have no position, or no lane, and touch nothing.

import {
  attendCache,
  cacheCopy,
  cacheWrite,
  input,
  type PlanGroup,
  type Recording,
  sampleTokens,
  type Tensor,
} from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import type { LaneCache } from './cache.ts';
import { isFiltered } from './options.ts';
import type { Row } from './row.ts';

type Plan = PlanGroup<readonly [Recording]>;

const NOWHERE = -1;

/** Positions of one lane that are copied to another. */
export interface Copy {
  readonly from: number;
  readonly to: number;
  readonly positions: number;
}

/** A token of a prompt and where it goes. */
export interface PromptToken {
  readonly id: number;
  readonly position: number;
  readonly lane: number;
}

export class Plans {
  private readonly decoder: Decoder;
  private readonly cache: LaneCache;
  private readonly plans = new Map<string, Plan>();

  constructor(decoder: Decoder, cache: LaneCache) {
    this.decoder = decoder;
    this.cache = cache;
  }

  /** One token further for every row of `rows` that is ready; rows stand at their lanes. Resolves by lane. */
  async decode(rows: readonly (Row | undefined)[]): Promise<{ tokens: Int32Array; logProb: Float32Array }> {
    const count = Math.min(powerOfTwo(rows.length), this.cache.lanes);
    const each = <T extends Int32Array | Float32Array>(array: T, value: (row: Row) => number): T => {
      rows.forEach((row, lane) => {
        if (row?.ready) array[lane] = value(row);
      });
      return array;
    };
    const ints = (value: (row: Row) => number, idle = 0) => each(new Int32Array(count).fill(idle), value);
    const floats = (value: (row: Row) => number, idle = 0) => each(new Float32Array(count).fill(idle), value);
    const filtered = rows.some(row => row?.ready && isFiltered(row.options));
    const positions = ints(({ tokens }) => tokens.length - 1, NOWHERE);
    const results = await this.plan(`decode ${count} ${filtered}`, () =>
      this.makeDecode(count, filtered),
    ).plans[0].run({
      ids: ints(({ tokens }) => tokens.at(-1)!),
      positions,
      slots: positions,
      uniform: floats(({ chance }) => chance),
      temperature: floats(({ options }) => options.temperature),
      ...(filtered && {
        topK: ints(({ options }) => options.topK ?? 0),
        topP: floats(({ options }) => options.topP ?? 1, 1),
        minP: floats(({ options }) => options.minP ?? 0),
      }),
    });
    return results as { tokens: Int32Array; logProb: Float32Array };
  }

  /** Takes tokens of prompts into the cache. */
  async prefill(tokens: readonly PromptToken[]): Promise<void> {
    const count = quarterOfTwo(tokens.length);
    const ints = (value: (token: PromptToken) => number, idle = 0) => {
      const array = new Int32Array(count).fill(idle);
      tokens.forEach((token, i) => {
        array[i] = value(token);
      });
      return array;
    };
    const positions = ints(({ position }) => position, NOWHERE);
    const lanes = ints(({ lane }) => lane, NOWHERE);
    await this.plan(`prefill ${count}`, () => this.makePrefill(count)).plans[0].run({
      ids: ints(({ id }) => id),
      positions,
      slots: positions,
      lanes,
    });
  }

  /** Copies the beginnings of lanes. No lane is written twice, or both read and written. */
  async copy(copies: readonly Copy[]): Promise<void> {
    const count = powerOfTwo(copies.length);
    const ints = (value: (copy: Copy) => number) =>
      Int32Array.from({ length: count }, (_, i) => (copies[i] ? value(copies[i]) : NOWHERE));
    await this.plan(`copy ${count}`, () => this.makeCopy(count)).plans[0].run({
      from: ints(({ from }) => from),
      to: ints(({ to }) => to),
      length: ints(({ positions }) => positions),
    });
  }

  /** Frees the plans. */
  release(): void {
    for (const plan of this.plans.values()) plan.release();
    this.plans.clear();
  }

  private plan(key: string, make: () => Plan): Plan {
    const plan = this.plans.get(key) ?? make();
    this.plans.set(key, plan);
    return plan;
  }

  private makeDecode(count: number, filtered: boolean): Plan {
    const places = { ids: input([count, 1], 'i32'), positions: input([count, 1], 'i32') };
    const slots = input([count], 'i32');
    const draw = { uniform: input([count, 1]), temperature: input([count, 1]) };
    const filters = { topK: input([count, 1], 'i32'), topP: input([count, 1]), minP: input([count, 1]) };
    const { logits, writes } = this.step(places, slots);
    return this.decoder.device.compile({
      inputs: { ...places, slots, ...draw, ...(filtered && filters) },
      outputs: {
        ...sampleTokens(logits, draw.uniform, draw.temperature, filtered ? filters : undefined),
      },
      effects: writes,
    });
  }

  /** Every token of the prompts is a row of its own; none of their logits is computed. */
  private makePrefill(count: number): Plan {
    const places = { ids: input([count, 1], 'i32'), positions: input([count, 1], 'i32') };
    const slots = input([count], 'i32');
    const lanes = input([count], 'i32');
    const { writes } = this.step(places, slots, lanes);
    return this.decoder.device.compile({ inputs: { ...places, slots, lanes }, effects: writes });
  }

  private makeCopy(count: number): Plan {
    const [from, to, length] = [input([count], 'i32'), input([count], 'i32'), input([count], 'i32')];
    return this.decoder.device.compile({
      inputs: { from, to, length },
      effects: this.cache.keys.map((keys, layer) =>
        cacheCopy(keys, this.cache.values[layer]!, from, to, length),
      ),
    });
  }

  /** Records the forward pass of one token a row over the cache. */
  private step(places: { ids: Tensor; positions: Tensor }, slots: Tensor, lanes?: Tensor) {
    const { keys, values } = this.cache;
    const writes: Tensor[] = [];
    const logits = this.decoder.logits(places, (q, k, v, layer) => {
      writes.push(cacheWrite(keys[layer]!, values[layer]!, k, v, slots, lanes));
      return attendCache(q, keys[layer]!, values[layer]!, slots, this.decoder.heads, lanes);
    });
    return { logits, writes };
  }
}

export function powerOfTwo(count: number): number {
  return 2 ** Math.ceil(Math.log2(Math.max(count, 1)));
}

/** Up to the next multiple of a quarter of a power of two: an eighth more on average. */
function quarterOfTwo(count: number): number {
  const step = Math.max(8, powerOfTwo(count) / 8);
  return Math.ceil(count / step) * step;
}

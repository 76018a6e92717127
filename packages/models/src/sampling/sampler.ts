// Sampling with a KV cache and continuous batching: rows decode side by side in lanes of the cache, and the lane of a row
// that ends is given to the next request, whose prompt is taken in while the others go on.
//
// A completion is a function of weights, tokens, seed and options alone: the cache computes the bits that scoring computes,
// and each row draws its own random numbers by position, so neither neighbours nor threads change it, nor the order of the
// requests, nor whether the tokens before were sampled, given or copied from another lane.

import type { Decoder } from '../decoder/decoder.ts';
import type { Tokenizer } from '../tokenizer.ts';
import { disposeCache, growCache, type LaneCache, makeCache } from './cache.ts';
import type { OnSample, Sample, SampleOptions, SampleRequest } from './options.ts';
import { Plans, type PromptToken, powerOfTwo } from './plans.ts';
import { Row } from './row.ts';
import { bestSource, commonPrefix } from './sharing.ts';

export interface SamplerOptions {
  /** Rows decoded side by side. Default 128. */
  readonly maxRows?: number;
  /** Turns tokens to text, for stop strings. */
  readonly tokenizer?: Pick<Tokenizer, 'decode'>;
}

/** Tokens of prompts that are taken in at once. */
const CHUNK = 512;
/** Positions that a cache has beyond the prompts at first, before it is known how far rows will go. */
const BEYOND = 256;

export class Sampler {
  private readonly decoder: Decoder;
  private readonly maxRows: number;
  private readonly tokenizer: Pick<Tokenizer, 'decode'> | undefined;
  private state: { readonly cache: LaneCache; readonly plans: Plans } | undefined;
  /** Calls wait for each other: they share the cache. */
  private running: Promise<unknown> = Promise.resolve();

  constructor(decoder: Decoder, { maxRows = 128, tokenizer }: SamplerOptions = {}) {
    if (!(Number.isInteger(maxRows) && maxRows >= 1)) {
      throw new RangeError(`sampler: maxRows is a whole number from 1 on, for example 16; got ${maxRows}`);
    }
    this.decoder = decoder;
    this.maxRows = maxRows;
    this.tokenizer = tokenizer;
  }

  /**
   * One completion for each request, in order. Rows end at a stop token or a stop string, after `maxNewTokens`, or at the
   * model's last position. `onSample` hears of each as it ends, while others go on; what it does beside does not hold them up.
   *
   * @throws RangeError when a request has no token or fills the model's positions, when an option is out of its range, or
   * when stop strings are given to a sampler without a tokenizer
   */
  async sample(
    requests: readonly SampleRequest[],
    options: SampleOptions,
    onSample?: OnSample,
  ): Promise<Sample[]> {
    const limit = this.decoder.config.max_position_embeddings;
    const rows = requests.map((request, i) => new Row(request, options, i, limit));
    const stops = rows.findIndex(row => (row.options.stopStrings ?? []).length > 0);
    if (stops >= 0 && !this.tokenizer) {
      throw new RangeError(
        `request ${stops}: stop strings need a tokenizer: new Sampler(decoder, { tokenizer }); got none`,
      );
    }
    const heard = new Map(rows.map((row, i) => [row, i]));
    const ended = (row: Row) => onSample?.(heard.get(row)!, row.sample());
    const result = this.running.then(() => {
      rows.filter(({ done }) => done).forEach(ended);
      return this.complete(
        rows.filter(({ done }) => !done),
        ended,
      );
    });
    this.running = result.catch(() => {});
    await result;
    return rows.map(row => row.sample());
  }

  /** Frees cache and plans; the next `sample` makes them anew. */
  dispose(): void {
    if (!this.state) return;
    this.state.plans.release();
    disposeCache(this.state.cache);
    this.state = undefined;
  }

  /** Decodes rows until all are done. */
  private async complete(rows: readonly Row[], ended: (row: Row) => void): Promise<void> {
    const queue = [...rows];
    const count = Math.min(powerOfTwo(rows.length), this.maxRows);
    const longest = Math.max(...rows.map(row => row.longest));
    const lanes: (Row | undefined)[] = Array.from({ length: Math.min(count, rows.length) }, () => undefined);
    while (queue.length > 0 || lanes.some(row => row && !row.done)) {
      refill(lanes, queue);
      await this.reserve(count, Math.max(...lanes.map(row => row?.tokens.length ?? 0)), longest);
      if (queue.length === 0) await this.close(lanes);
      await this.share(lanes);
      await this.prefill(lanes);
      await this.share(lanes);
      const waiting = lanes.filter(row => row && !row.done && !row.ready).length;
      const ready = lanes.filter(row => row?.ready).length;
      // decoding few rows takes about as long as decoding many: most prompts go first
      if (ready < Math.max(waiting, 1)) continue;
      const decoding = lanes.filter(row => row?.ready) as Row[];
      await this.decode(lanes);
      for (const row of decoding) if (row.done) ended(row);
    }
  }

  private async decode(lanes: readonly (Row | undefined)[]): Promise<void> {
    const { tokens, logProb } = await this.state!.plans.decode(lanes);
    const decode = this.tokenizer && ((ids: readonly number[]) => this.tokenizer!.decode(ids));
    lanes.forEach((row, lane) => {
      if (row?.ready) row.take(tokens[lane]!, logProb[lane]!, decode);
    });
  }

  /** Takes in a chunk of the prompts that wait, the first lanes first. */
  private async prefill(lanes: readonly (Row | undefined)[]): Promise<void> {
    const chunk: PromptToken[] = [];
    lanes.forEach((row, lane) => {
      if (!row || row.done || row.sharing) return;
      const count = Math.min(row.toPrefill, CHUNK - chunk.length);
      for (let i = 0; i < count; i++, row.cached++) {
        chunk.push({ id: row.tokens[row.cached]!, position: row.cached, lane });
      }
    });
    if (chunk.length > 0) await this.state!.plans.prefill(chunk);
  }

  /** Copies what rows share with others whose lanes hold it by now. */
  private async share(lanes: readonly (Row | undefined)[]): Promise<void> {
    for (;;) {
      const shared = lanes.flatMap((row, to) => {
        const { from, positions } = row?.sharing ?? {};
        return from && from.cached >= positions! ? [{ row: row!, from, to, positions: positions! }] : [];
      });
      if (shared.length === 0) return;
      await this.state!.plans.copy(
        shared.map(({ from, to, positions }) => ({ from: lanes.indexOf(from), to, positions })),
      );
      for (const { row, positions } of shared) {
        row.cached = positions;
        row.sharing = undefined;
      }
    }
  }

  /** Moves rows down where that leaves the upper half of the lanes, or more, without any: decoding then takes half as long. */
  private async close(lanes: (Row | undefined)[]): Promise<void> {
    const open = lanes.filter(row => row && !row.done);
    const count = powerOfTwo(open.length);
    if (count >= lanes.length || open.some(row => row!.sharing)) return;
    const free = [...lanes.keys()].filter(lane => lane < count && (!lanes[lane] || lanes[lane].done));
    const moves = [...lanes.keys()]
      .filter(lane => lane >= count && lanes[lane] && !lanes[lane].done)
      .map((from, i) => ({ from, to: free[i]!, positions: lanes[from]!.cached }));
    if (moves.length > 0) await this.state!.plans.copy(moves);
    for (const { from, to } of moves) lanes[to] = lanes[from];
    lanes.length = count;
  }

  /** A cache of so many lanes, and of so many positions, of which there will never be more than `most`. */
  private async reserve(lanes: number, positions: number, most: number): Promise<void> {
    const before = this.state?.cache;
    if (before && before.lanes >= lanes && before.capacity >= positions) return;
    const capacity = Math.min(most, Math.max(2 * (before?.capacity ?? 0), positions + BEYOND));
    let cache: LaneCache;
    if (before && before.lanes >= lanes) {
      this.state!.plans.release();
      cache = await growCache(this.decoder, before, capacity);
    } else {
      // the first of a call, when there is nothing yet to be kept
      this.dispose();
      cache = makeCache(this.decoder, lanes, Math.max(capacity, before?.capacity ?? 0));
    }
    this.state = { cache, plans: new Plans(this.decoder, cache) };
  }
}

/** Gives the lanes of rows that are done to the next ones. */
function refill(lanes: (Row | undefined)[], queue: Row[]): void {
  for (const lane of lanes.keys()) {
    const before = lanes[lane];
    if (queue.length === 0) return;
    if (before && !before.done) continue;
    const row = queue.shift()!;
    // what the lane holds stays there; from other lanes only what cannot be given away meanwhile is copied
    const kept = before ? commonPrefix(row, before) : 0;
    const source = bestSource(row, lanes.filter(other => other && !other.done) as Row[]);
    if (source && source.positions > kept) row.sharing = source;
    else row.cached = kept;
    lanes[lane] = row;
  }
}

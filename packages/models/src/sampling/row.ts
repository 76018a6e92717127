// A request on its way: what it has of tokens, and how many of them the cache holds.

import { uniform } from '../random.ts';
import { checkOptions, type Sample, type SampleOptions, type SampleRequest } from './options.ts';
import { completedStop, type Decode } from './stopStrings.ts';

const STREAM = 0x5a17;

export class Row {
  readonly options: SampleOptions;
  readonly promptLength: number;
  /** Most tokens that it can come to. */
  readonly longest: number;
  /** Prompt, then what was sampled. */
  readonly tokens: number[];
  /** Positions that its lane of the cache holds. */
  cached = 0;
  /** Whose lane it gets its first positions from, as soon as that holds them. */
  sharing: { readonly from: Row; readonly positions: number } | undefined;
  done: boolean;
  private readonly seed: number;
  private readonly logProb: number[] = [];
  private stopped = false;
  private stopString: string | undefined;

  /**
   * @param limit positions of the model
   * @throws RangeError, naming the request by its `index`, on a prompt or an option that cannot be
   */
  constructor(request: SampleRequest, shared: SampleOptions, index: number, limit: number) {
    const { tokens, seed, ...own } = request;
    this.options = { ...shared, ...own };
    checkOptions(this.options, index);
    if (tokens.length < 1 || tokens.length >= limit) {
      throw new RangeError(
        `request ${index}: a prompt has 1 to ${limit - 1} tokens (the model's positions); got ${tokens.length}`,
      );
    }
    this.tokens = [...tokens];
    this.promptLength = tokens.length;
    this.seed = seed;
    this.longest = Math.min(limit, tokens.length + this.options.maxNewTokens);
    this.done = this.longest === tokens.length;
  }

  /** Positions to prefill: all of the prompt but the last token, which the first step of decoding takes in. */
  get toPrefill(): number {
    return Math.max(0, this.promptLength - 1 - this.cached);
  }

  /** Whether its next token can be sampled. */
  get ready(): boolean {
    return !this.done && this.toPrefill === 0;
  }

  /** The uniform number that its next token is drawn with: a function of the seed and of the position alone. */
  get chance(): number {
    return uniform(this.seed, STREAM, this.tokens.length - 1);
  }

  /** Takes the token that was sampled after all others, which the cache now holds. */
  take(token: number, logProb: number, decode: Decode | undefined): void {
    const { stop, stopStrings = [] } = this.options;
    this.cached = this.tokens.length;
    this.tokens.push(token);
    this.logProb.push(logProb);
    this.stopString = decode && completedStop(decode, this.tokens, this.promptLength, stopStrings);
    this.stopped = stop.has(token) || this.stopString !== undefined;
    this.done = this.stopped || this.tokens.length === this.longest;
  }

  /** The completion. */
  sample(): Sample {
    return {
      tokens: Int32Array.from(this.tokens.slice(this.promptLength)),
      logProb: Float64Array.from(this.logProb),
      finish: this.stopped ? 'stop' : 'length',
      ...(this.stopString !== undefined && { stopString: this.stopString }),
    };
  }
}

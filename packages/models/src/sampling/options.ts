// What is asked of the sampler, and what it gives.

/** How tokens are drawn, and where a completion ends. */
export interface SampleOptions {
  /** Most new tokens a row, the end of sequence included. */
  readonly maxNewTokens: number;
  /** Logits are divided by it before a token is drawn; 0 takes the most likely token. */
  readonly temperature: number;
  /** Ids that end a row; the one met is part of the completion. */
  readonly stop: ReadonlySet<number>;
  /** Draws from the k most likely tokens only. 0, the default: from all. */
  readonly topK?: number;
  /** Then from the fewest whose probabilities come to this share of the rest, in (0, 1]. Default 1: from all. */
  readonly topP?: number;
  /** Then from those at least this many times as likely as the likeliest, in [0, 1). Default 0: from all. */
  readonly minP?: number;
  /** Texts that end a row, wherever tokens meet in them; the token that completes one is part of the completion. */
  readonly stopStrings?: readonly string[];
}

/** A prompt to complete. Its own options go before those that are given for all. */
export interface SampleRequest extends Partial<SampleOptions> {
  /** Prompt, and expert prefix if any. At least one token. */
  readonly tokens: Int32Array;
  /** Seed of this row's random numbers. */
  readonly seed: number;
}

export interface Sample {
  readonly tokens: Int32Array;
  /** Of each token, nats, at temperature 1 and unfiltered whatever it was drawn at: equal to what scoring gives. */
  readonly logProb: Float64Array;
  /** `stop`: an end of sequence or a stop string was sampled. `length`: cut off. */
  readonly finish: 'stop' | 'length';
  /** The stop string that ended the row. */
  readonly stopString?: string;
}

/** Told of each completion as soon as it is there, by the place of its request; in the order in which rows end. */
export type OnSample = (index: number, sample: Sample) => void;

/** Where an option lies, and an example. */
const RANGES = {
  maxNewTokens: ['a whole number from 0 on', 256, (n: number) => Number.isInteger(n) && n >= 0],
  temperature: ['a number from 0 on', 0.7, (t: number) => t >= 0 && t < Number.POSITIVE_INFINITY],
  topK: ['a whole number from 0 on, 0 for all tokens', 50, (k: number) => Number.isInteger(k) && k >= 0],
  topP: ['above 0 and at most 1', 0.95, (p: number) => p > 0 && p <= 1],
  minP: ['from 0 on and below 1', 0.05, (p: number) => p >= 0 && p < 1],
} as const;

/** Throws RangeError, naming request and option, when an option cannot be. */
export function checkOptions(options: SampleOptions, request: number): void {
  for (const [name, [range, example, fits]] of Object.entries(RANGES)) {
    const value = options[name as keyof typeof RANGES];
    if (value === undefined || fits(value)) continue;
    throw new RangeError(`request ${request}: ${name} is ${range}, for example ${example}; got ${value}`);
  }
  if (options.stopStrings?.includes('')) {
    throw new RangeError(
      `request ${request}: a stop string has a character at least, for example "\\n\\n"; got ""`,
    );
  }
}

/** Whether some tokens must not be drawn. */
export function isFiltered({ topK = 0, topP = 1, minP = 0 }: SampleOptions): boolean {
  return topK > 0 || topP < 1 || minP > 0;
}

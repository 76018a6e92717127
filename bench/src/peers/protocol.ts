// The line protocol: every side that is measured is a process of its own, asked in lines of JSON, so that measurements
// can take turns. Each request gets one line back: the answer below, or { "error": why }.

import type { MatmulForm } from '@trapo/tensor';

/** A request that is timed: `repeats` runs are counted after `warmups` that are not. */
export interface Runs {
  readonly threads: number;
  readonly warmups: number;
  readonly repeats: number;
}

/** C[m, n], summed over k: a [m, k] or, for `tn`, [k, m]; b [k, n] or, for `nt`, [n, k]. */
export interface ProductShape {
  readonly form: MatmulForm;
  readonly m: number;
  readonly k: number;
  readonly n: number;
}

export type Request =
  | { readonly cmd: 'info' }
  | { readonly cmd: 'check'; readonly threads: number }
  /** A method where the peer knows several. */
  | ({ readonly cmd: 'train'; readonly method?: 'trapo' | 'dr-grpo' } & Runs)
  /** Steps of a fresh TRAPO run in which nothing is random. */
  | { readonly cmd: 'greedy'; readonly threads: number; readonly steps: number }
  | ({ readonly cmd: 'decode'; readonly rows: number } & Runs)
  /** A model's folder, to the first token. */
  | { readonly cmd: 'load'; readonly threads: number }
  /** Whole prompts, to the first token. */
  | ({ readonly cmd: 'prefill'; readonly rows: number } & Runs)
  /** Losses around a few updates, where `check` has greedy completions alone. */
  | { readonly cmd: 'losses'; readonly threads: number }
  /** The most memory that has been resident. */
  | { readonly cmd: 'memory' }
  /** `products` of the shape a run; `places` are elements of the result to show, in row-major order. */
  | ({ readonly cmd: 'gemm'; readonly products: number; readonly places: readonly number[] } & ProductShape &
      Runs)
  /** Fused multiply-adds in registers: this many floating-point operations a run. */
  | ({ readonly cmd: 'peak'; readonly flops: number } & Runs)
  /** Steps while memory is watched. */
  | { readonly cmd: 'work'; readonly task: 'train' | 'decode'; readonly steps: number };

/** To `info`: version and build in words. */
export interface Info {
  readonly about: string;
}

/** To `check`. */
export interface Check {
  /** Before the first and after the last of a few updates. */
  readonly losses: readonly number[];
  /** Greedy completions after the updates; null where the peer does not decode. */
  readonly greedy: readonly (readonly number[])[] | null;
  /** What losses and updates took, compilation included. */
  readonly seconds: number;
}

/** To `greedy`: what each step came to. */
export interface Greedy {
  readonly steps: readonly {
    readonly rows: number;
    readonly reward: number;
    readonly loss: number;
    readonly gradientNorm: number;
    /** Response tokens. */
    readonly tokens: number;
  }[];
}

/** To what is timed. */
export interface Times {
  /** Milliseconds of each counted run. */
  readonly ms: readonly number[];
}

/** To `gemm`: the values at `places`, too. */
export interface ProductTimes extends Times {
  readonly values: readonly number[];
}

/** To `memory`; null where that is not known. */
export interface Memory {
  readonly kilobytes: number | null;
}

/** To `work`. */
export interface Worked {
  /** Steps that were done: whole rollouts. */
  readonly steps: number;
  /** Resident memory of the process afterwards. */
  readonly kilobytes: number;
}

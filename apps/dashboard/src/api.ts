// What the page and its server say to each other: JSON over GET. The server is apps/trainer's `dash`.

/** `/api/runs`: the runs that the dashboard was given. */
export interface RunInfo {
  /** Names the run in every other request. */
  readonly id: string;
  readonly name: string;
  readonly seed: number;
  /** ISO 8601; absent until the run has a device and data. */
  readonly started?: string;
  /** Whether there are results: the run ended by itself. */
  readonly finished: boolean;
  /** When a file of the run last changed, in milliseconds since 1970. */
  readonly updated: number;
  /** TrSFT's trust region. */
  readonly alpha?: number;
  readonly stages: readonly StageInfo[];
}

/** The base's pretraining, or a method's training. */
export interface StageInfo {
  readonly name: string;
  /** As papers print it. */
  readonly label: string;
  /** What the config says it takes, where it says so. */
  readonly total?: number;
}

/** `/api/stage?run&stage`: what there is to draw. Reads the stage's logs. */
export interface StageContents {
  readonly steps: number;
  readonly last: number;
  /** Metrics with one number a step. */
  readonly metrics: readonly string[];
  /** Metrics with a list of counts a step, such as histograms. */
  readonly lists: readonly string[];
  /** Steps whose rollouts were kept. */
  readonly rollouts: readonly number[];
  /** Lines of the logs that can't be read and are left out. */
  readonly unreadable: number;
}

/**
 * `/api/series?run&stage&metric&from&to&points&smooth&reduce`: a metric over the steps from `from` to `to`, in at most
 * about `points` points. `reduce=extremes` keeps the smallest and the largest value of each stretch of steps, so that no
 * spike is lost; `reduce=mean` gives one mean a stretch, the same stretches for all metrics of a stage.
 */
export interface Series {
  readonly steps: readonly number[];
  readonly values: readonly (number | null)[];
  /** Exponential moving average over all steps, at these steps; absent where `smooth` is 0. */
  readonly smooth?: readonly (number | null)[];
  /** Whether every step of the range is here. */
  readonly whole: boolean;
}

/** `/api/list?run&stage&metric&step`: the list at `step`, or at the last step before it that has one. */
export interface ListAt {
  readonly step: number;
  readonly values: readonly number[];
}

/** `/api/rollouts?run&stage&step`: the prompts of a step whose rollouts were kept. */
export interface PromptInfo {
  /** Names the line in `/api/rollout`. */
  readonly line: number;
  readonly id: string;
  readonly prompt: string;
  /** Mean over the rows that have one; null without any. */
  readonly reward: number | null;
  readonly rows: number;
}

/** `/api/rollout?run&stage&line`: all rows of one prompt; a line of rollouts.jsonl. */
export interface Rollout {
  readonly step: number;
  readonly id: string;
  readonly prompt: string;
  readonly gold: string;
  readonly rows: readonly RolloutRow[];
}

export interface RolloutRow {
  /** Level of the prefix plan; 0 is unguided. */
  readonly level: number;
  /** The micro-group it was sampled in. */
  readonly group: number;
  /** How much of the expert's answer it was given, from 0 to 1. */
  readonly ratio?: number;
  /** Texts of the response's tokens: the expert's first. */
  readonly tokens: readonly string[];
  /** How many of them are the expert's. */
  readonly prefix: number;
  /** Whether the expert's tokens are trained on. */
  readonly sft: boolean;
  /** Of each token under the policy, in nats. */
  readonly logProb: readonly number[];
  readonly reward: number | null;
  readonly advantage?: number | null;
  readonly status?: string;
  readonly reason?: string;
  readonly truncated: boolean;
}

/** `/api/configs?run=...&run=...`: every key of the runs' configs, as a path, with its value in each run as JSON. */
export interface ConfigRows {
  readonly runs: readonly string[];
  readonly rows: readonly { readonly key: string; readonly values: readonly (string | null)[] }[];
}

/**
 * `/api/compare?run=...&run=...&each=1`, also as `/api/compare.csv` and `/api/compare.svg`: greedy accuracies in percent,
 * with `each` of every run by itself. Runs that have no results yet are left out, and named.
 */
export interface Comparison {
  /** Benchmarks that count in the average. */
  readonly averaged: readonly string[];
  readonly others: readonly string[];
  readonly rows: readonly ComparisonRow[];
  readonly unfinished?: readonly string[];
}

export interface ComparisonRow {
  /** The config's name, or the run's id. */
  readonly config: string;
  readonly method: string;
  readonly label: string;
  readonly seeds: readonly number[];
  readonly accuracy: Readonly<Record<string, Spread>>;
  readonly average: Spread;
  /** Of training. */
  readonly seconds?: Spread;
}

/** Over seeds: the mean, and the sample standard deviation where there are two or more. */
export interface Spread {
  readonly mean: number;
  readonly deviation?: number;
}

/** `/api/events`: server-sent; each `change` says which logs have grown, or that there is a new run or result. */
export interface Change {
  readonly stages: readonly { readonly run: string; readonly stage: string }[];
  /** Whether `/api/runs` says something else now. */
  readonly runs: boolean;
}

// What a run is made of. Every key is explained where it has its default: recipes/two-digits.yaml.

import type { DecoderConfig } from '@trapo/models';
import type { MicroGroupPlan, PlanName, PolicyName } from '@trapo/prefix-select';
import type { ExpertText, LongPrompts, MethodName, Schedule, SchemaName } from '@trapo/trainer';

export interface Config {
  readonly name: string;
  readonly seed: number;
  readonly device?: { readonly threads?: number };
  /** Exactly one of `task` and `data`. */
  readonly task?: TaskConfig;
  readonly data?: DataConfig;
  readonly verifier: { readonly name: string; readonly options?: Readonly<Record<string, unknown>> };
  readonly paragraphBreak: string;
  readonly model: ModelConfig;
  readonly pretrain: PretrainConfig;
  readonly training: TrainingConfig;
  readonly checkpoints: { readonly every: number; readonly keep: number };
  readonly rollouts: { readonly every: number; readonly prompts: number };
  /** Metrics as TensorBoard's event files, too. */
  readonly tensorboard: boolean;
  /** In the order in which they run. */
  readonly methods: Readonly<Partial<Record<MethodName, MethodConfig>>>;
  readonly average?: readonly string[];
}

export interface TaskConfig {
  readonly name: 'two-digits';
  readonly train: number;
  readonly benchmark: number;
  readonly curriculum: number;
}

/** Paths of JSONL or Parquet files, and how to read them. */
export interface DataConfig {
  readonly pretrain?: string;
  readonly train: string;
  readonly benchmarks: Readonly<Record<string, string>>;
  readonly schema?: SchemaName | 'auto';
  readonly expertText?: ExpertText;
  readonly badRows?: 'refuse' | 'leave-out';
  /** In tokens. */
  readonly promptLength?: number;
  readonly longPrompts?: LongPrompts;
}

/** A folder to load, or the sizes of a model to pretrain; the tokenizer gives the vocabulary. */
type ModelConfig = { readonly path: string } | ModelSizes;
type ModelSizes = Omit<DecoderConfig, 'vocab_size'>;

interface OptimizerConfig extends Omit<Schedule, 'peak'> {
  readonly steps: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly weightDecay: number;
  readonly clipNorm: number;
}

interface PretrainConfig extends OptimizerConfig {
  readonly examplesPerStep: number;
  readonly learningRate: number;
}

export interface TrainingConfig extends OptimizerConfig {
  readonly rowsPerStep: number;
  readonly groupSize: number;
  /** Most tokens of a response. */
  readonly responseLength: number;
  /** The loss's constant divisor. */
  readonly lossLength: number;
  readonly temperature: number;
  readonly entropyCoefficient: number;
  /** Weight of the penalty towards the policy as the phase began. */
  readonly klCoefficient: number;
  /** Updates on the rows of a step; the method's own unless given. */
  readonly updates?: number;
  readonly alpha: number;
  readonly plan:
    | PlanName
    | MicroGroupPlan
    | ({ readonly policy: PolicyName } & Readonly<Record<string, unknown>>);
  /** Of methods that have none of their own. */
  readonly learningRate: Rates;
  readonly learningRates: Readonly<Partial<Record<MethodName, Rates>>>;
}

/** One rate, or one for each phase of the method. */
export type Rates = number | readonly number[];

interface MethodConfig {
  readonly learningRate?: Rates;
  readonly steps?: number;
}

// The engine boundary: all that training knows of a model. Rollouts are a function of weights, tokens and seeds, so an
// implementation may run them anywhere.

import type {
  Objective,
  OnSample,
  RowStats,
  Sample,
  SampleOptions,
  SampleRequest,
  Tokenizer,
  TokenRow,
  UpdateSettings,
  ValueObjective,
} from '@trapo/models';
import type { RenderChat } from './data/index.ts';

/** A tokenizer that may have its model's chat template. */
export interface ChatTokenizer extends Tokenizer {
  readonly renderChat?: RenderChat;
}

/** What rollouts need of a model, wherever it is. */
export interface RolloutPolicy {
  readonly tokenizer: ChatTokenizer;
  /** Longest sequence in tokens, prompt and response together. */
  readonly maxTokens: number;
  /**
   * One completion for each request, in order. `onSample` may hear of each as soon as it is there, in any order, so that it
   * is judged while others are sampled.
   */
  generate(
    requests: readonly SampleRequest[],
    options: SampleOptions,
    onSample?: OnSample,
  ): Promise<Sample[]>;
}

/** What training needs of a model beside. */
export interface Policy extends RolloutPolicy {
  /** Log-probability and entropy of every scored token. */
  score(rows: readonly TokenRow[]): Promise<RowStats[]>;
  /** Adds the gradient of a loss; the loss sees micro-batches of the rows. */
  accumulate(rows: readonly TokenRow[], objective: Objective): Promise<void>;
  /** Applies the accumulated gradient. Throws before touching a weight when it is not finite. */
  update(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }>;
  /** The policy as it was when it was first asked for in this phase, frozen. */
  reference(): Promise<Pick<Policy, 'score'>>;
  /** A critic that begins as the policy was when it was first asked for in this phase, with values of 0. */
  critic(): Promise<ValueFunction>;
  /** Forgets the optimizer's moments, the reference and the critic: a new phase of training begins. */
  resetOptimizer(): void;
  /** Writes the model's folder: weights, config, tokenizer. */
  save(folder: string): Promise<void>;
  /** Takes the weights of a folder that `save` wrote; the optimizer's state stays. */
  load(folder: string): Promise<void>;
  /**
   * Writes the model's folder, the optimizer's moments, reference and critic where there are any: all that training goes
   * on from. Between updates only.
   */
  saveState(folder: string): Promise<void>;
  /** Goes on from what `saveState` wrote, to the bit. */
  loadState(folder: string): Promise<void>;
}

/** What a critic says of rows, and how it learns. */
export interface ValueFunction {
  /** The value before each scored token. */
  values(rows: readonly TokenRow[]): Promise<Float64Array[]>;
  /** Adds the gradient of a loss; the loss sees micro-batches of the rows. */
  accumulate(rows: readonly TokenRow[], objective: ValueObjective): Promise<void>;
  /** Applies the accumulated gradient. Throws before touching a weight when it is not finite. */
  update(settings: UpdateSettings): Promise<{ readonly gradientNorm: number }>;
}

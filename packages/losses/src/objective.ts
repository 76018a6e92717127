/**
 * An objective: a loss per token, with its gradient, before any normaliser.
 *
 * It sees all rows at once, so token-wise, row-wise and batch-wise objectives share one shape. Almost all are a formula
 * of one token: `tokenwise` makes those, `rowwise` those that look at a whole row first.
 */
import type { Numbers } from './tokens.ts';

/** What an objective may read beside the log-probability. A batch that lacks it is refused before it is evaluated. */
export type Input =
  | 'advantages'
  | 'oldLogProb'
  | 'refLogProb'
  | 'rolloutLogProb'
  | 'entropy'
  | 'tokenWeights';

/** Every array has one entry per token; only tokens with mask 1 may be read, and of the inputs only those declared. */
export interface ObjectiveTokens {
  readonly rowOffsets: Numbers;
  readonly mask: Uint8Array;
  readonly logProb: Float64Array;
  /** Equal to logProb where the batch has none. */
  readonly oldLogProb: Float64Array;
  readonly advantages: Float64Array;
  readonly refLogProb: Float64Array;
  readonly rolloutLogProb: Float64Array;
  readonly entropy: Float64Array;
  readonly tokenWeights: Float64Array;
}

/** What an objective writes, at tokens with mask 1 and nowhere else. */
export interface ObjectiveOutput {
  readonly loss: Float64Array;
  /** gradient[t] = d(sum of the losses) / d logProb[t]. */
  readonly gradient: Float64Array;
  /** The same by entropy[t]; written only by objectives that read the entropy. */
  readonly gradEntropy: Float64Array;
  /** Bit i is set where the i-th of the objective's measures holds. */
  readonly flags: Uint8Array;
}

export interface Objective {
  readonly name: string;
  readonly reads: readonly Input[];
  /** Whether a token's loss depends on other rows: it is then given all of them at once. Default: it does not. */
  readonly batchwise?: boolean;
  /** Names of what its flags say of a token, e.g. clipFraction; reported as shares of its tokens. At most eight. */
  readonly measures: readonly string[];
  /** The loss whose derivative the gradient is, where `loss` is a surrogate (stop-gradient) value. Users see this. */
  readonly reported?: Objective;
  evaluate(tokens: ObjectiveTokens, out: ObjectiveOutput): void;
}

export type Details = Partial<Pick<Objective, 'reads' | 'measures' | 'reported'>>;

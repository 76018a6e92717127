/**
 * An objective: a loss per token, with its gradient, before any normaliser.
 *
 * It is asked about one row at a time, so that objectives on whole sequences fit the same shape; almost all are
 * functions of one token, and `tokenwise` builds those from two formulae.
 */

/** What an objective reads. Every array has one entry per token; only tokens with mask 1 may be read. */
export interface ObjectiveTokens {
  logProb: Float64Array;
  oldLogProb: Float64Array;
  advantages: Float64Array;
  mask: Uint8Array;
}

/** A value of one token: log pi(y), its advantage, and log pi(y) when it was sampled. */
export type TokenFunction = (logProb: number, advantage: number, oldLogProb: number) => number;

export interface Objective {
  readonly name: string;
  /** Whether it reads advantages; a batch without them is then refused. */
  readonly usesAdvantages: boolean;
  /** The loss whose derivative the gradient is, where `loss` is a surrogate (stop-gradient) value. Users see this. */
  readonly reported?: Objective;
  /** Further per-token values, reported as means over the objective's tokens. */
  readonly measures: Readonly<Record<string, TokenFunction>>;
  /**
   * For each token t of start .. end with mask 1, writes loss[t], and gradient[t] = d(sum of the row's losses) /
   * d logProb[t]. Touches no other token.
   */
  evaluate(
    tokens: ObjectiveTokens,
    start: number,
    end: number,
    loss: Float64Array,
    gradient: Float64Array,
  ): void;
}

export interface TokenwiseDefinition {
  name: string;
  loss: TokenFunction;
  /** d loss / d logProb of the same token. */
  gradient: TokenFunction;
  usesAdvantages?: boolean;
  reported?: Objective;
  measures?: Readonly<Record<string, TokenFunction>>;
}

/** Makes an objective of a per-token loss and its derivative. */
export function tokenwise(definition: TokenwiseDefinition): Objective {
  const { loss: lossOf, gradient: gradientOf, usesAdvantages = false, measures = {}, ...rest } = definition;
  return {
    ...rest,
    usesAdvantages,
    measures,
    evaluate({ logProb, oldLogProb, advantages, mask }, start, end, loss, gradient) {
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        loss[t] = lossOf(logProb[t]!, advantages[t]!, oldLogProb[t]!);
        gradient[t] = gradientOf(logProb[t]!, advantages[t]!, oldLogProb[t]!);
      }
    },
  };
}

/**
 * The whole loss from its pieces: the policy term on what the model sampled, the supervised term on what the
 * expert gave, an entropy bonus, one normaliser for all.
 *
 *     loss = sum_i w_i ( sum_{t completion} l_policy + sum_{t sft} l_sft ) - c mean_{t response} H_t
 *
 * Policy and supervised tokens weigh 1 : 1, as in TRAPO; prefix tokens outside the sft mask get no loss. The
 * gradients are those of the pieces times the weight; masked tokens are never read and get exactly zero.
 */
import { checkBatch } from './checkBatch.ts';
import { type Normaliser, tokenWeights } from './normalisers.ts';
import type { Objective, ObjectiveTokens } from './objective.ts';
import { type Numbers, perToken, splitParts, type TokenBatch } from './tokens.ts';
import { countParts, type Window } from './window.ts';

export interface CompositeParts {
  /** On completion tokens. Absent: they get no loss. */
  completion?: Objective;
  /** On prefix tokens of the sft mask. Absent: they get no loss. */
  prefix?: Objective;
  normaliser: Normaliser;
  /** c of the bonus -c * mean entropy over all response tokens, prefix included. Default 0. */
  entropyCoefficient?: number;
}

export interface LossResult {
  loss: number;
  /** d loss / d logProb, one per token. */
  gradLogProb: Float64Array;
  /** d loss / d entropy, one per token. */
  gradEntropy: Float64Array;
  /** Shares of the window: the metrics of its micro-batches add up to the window's. See the README. */
  metrics: Record<string, number>;
}

/**
 * Maps a batch to its loss. `window` holds the counts of everything accumulated before the optimiser steps;
 * absent, the batch is the window.
 * @throws when arrays don't fit the rows, an array that a piece needs is absent, or a value read is NaN.
 */
export type Loss = (batch: TokenBatch, window?: Window) => LossResult;

export function composite({ completion, prefix, normaliser, entropyCoefficient = 0 }: CompositeParts): Loss {
  return (batch, whole) => {
    const parts = splitParts(batch);
    checkBatch(batch, parts, [completion, prefix], entropyCoefficient);
    const counts = countParts(parts);
    const window = whole ?? counts;
    const weights = tokenWeights(normaliser, batch.rowOffsets, parts.response, window);
    const gradLogProb = new Float64Array(weights.length);
    const gradEntropy = new Float64Array(weights.length);
    const metrics: Record<string, number> = {};
    let loss = 0;

    const { logProb, oldLogProb = logProb, entropy, rowOffsets } = batch;
    const advantages = batch.tokenAdvantages ?? perToken(batch.advantages, rowOffsets);
    const terms = [
      ['policyLoss', completion, parts.completion, window.completionTokens],
      ['prefixLoss', prefix, parts.sft, window.sftTokens],
    ] as const;
    for (const [name, objective, mask, count] of terms) {
      if (!objective) continue;
      const tokens = { logProb, oldLogProb, advantages, mask };
      const value = weigh(objective, tokens, rowOffsets, weights, gradLogProb);
      loss += value;
      metrics[name] = objective.reported ? weigh(objective.reported, tokens, rowOffsets, weights) : value;
      for (const [measure, of] of Object.entries(objective.measures)) {
        addMean(metrics, measure, mask, count, t => of(logProb[t]!, advantages[t]!, oldLogProb[t]!));
      }
    }

    addMean(metrics, 'expertProbability', parts.prefix, window.prefixTokens, t => Math.exp(logProb[t]!));
    if (entropy) addMean(metrics, 'entropy', parts.response, window.tokens, t => entropy[t]!);
    if (entropyCoefficient) {
      loss -= entropyCoefficient * (metrics.entropy ?? 0);
      for (let t = 0; t < weights.length; t++) {
        if (parts.response[t]) gradEntropy[t] = -entropyCoefficient / window.tokens;
      }
    }
    return { loss, gradLogProb, gradEntropy, metrics: { ...metrics, ...counts } };
  };
}

/** The weighted sum of an objective over its tokens; writes its weighted gradient where asked to. */
function weigh(
  objective: Objective,
  tokens: ObjectiveTokens,
  rowOffsets: Numbers,
  weights: Float64Array,
  weightedGradient?: Float64Array,
): number {
  const loss = new Float64Array(weights.length);
  const gradient = new Float64Array(weights.length);
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    objective.evaluate(tokens, rowOffsets[row]!, rowOffsets[row + 1]!, loss, gradient);
  }
  let total = 0;
  for (let t = 0; t < weights.length; t++) {
    if (!tokens.mask[t]) continue;
    total += weights[t]! * loss[t]!;
    if (weightedGradient) weightedGradient[t] = weights[t]! * gradient[t]!;
  }
  return total;
}

/** Adds sum over the mask / count, the batch's share of the window's mean; nothing when the window has no such token. */
function addMean(
  metrics: Record<string, number>,
  name: string,
  mask: Uint8Array,
  count: number,
  read: (t: number) => number,
): void {
  if (count === 0) return;
  let total = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t]) total += read(t);
  metrics[name] = total / count;
}

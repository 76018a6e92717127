/**
 * The whole loss from its pieces: objectives on the parts of the responses, an entropy bonus, and what each is
 * normalised by.
 *
 *     loss = sum_k c_k sum_i w_ki sum_{t in part k} l_kit  -  c mean_{t response} H_t
 *
 * A term with a normaliser of its own counts the tokens of its own part and the rows that have any; the others share
 * the loss's normaliser, which counts response tokens. Masked tokens are never read and get exactly zero.
 */
import { checkBatch } from './checkBatch.ts';
import { type Normaliser, rowWeights } from './normalisers.ts';
import type { Objective } from './objective.ts';
import { keptScratch, tokensOf } from './scratch.ts';
import { addGradient, countFlags, sum, sumDifference, sumExp, weighLoss } from './sums.ts';
import { resolveTerms, type Term } from './terms.ts';
import { splitParts, type TokenBatch } from './tokens.ts';
import { countParts, countsOf, countsOfPart, tokensIn, type Window } from './window.ts';

interface Shared {
  readonly normaliser: Normaliser;
  /** c of the bonus -c * mean entropy over all response tokens, prefix included. Default 0. */
  readonly entropyCoefficient?: number | undefined;
}

export interface TermParts extends Shared {
  readonly terms: readonly Term[];
}

/** The short form: a policy term and a supervised term, 1 : 1, as in TRAPO. */
export interface CompositeParts extends Shared {
  /** On completion tokens. Absent: they get no loss. */
  readonly completion?: Objective;
  /** On prefix tokens of the sft mask. Absent: they get no loss. */
  readonly prefix?: Objective;
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
 * @throws when arrays don't fit the rows, an array that a term reads is absent, or a value read is NaN.
 */
export type Loss = (batch: TokenBatch, window?: Window) => LossResult;

/** @throws when two terms share a name, or a weight is not finite. */
export function composite(parts: TermParts | CompositeParts): Loss {
  const { normaliser, entropyCoefficient = 0 } = parts;
  const terms = resolveTerms('terms' in parts ? parts.terms : shortForm(parts));
  const scratch = keptScratch();
  return (batch, whole) => {
    const { rowOffsets } = batch;
    const masks = splitParts(batch);
    checkBatch(batch, masks, terms, entropyCoefficient);
    const counts = countParts(masks, rowOffsets);
    const window = whole ?? counts;
    const length = masks.response.length;
    const gradLogProb = new Float64Array(length);
    const gradEntropy = new Float64Array(length);
    const metrics: Record<string, number> = {};
    let loss = 0;

    const out = scratch(length);
    const shared = rowWeights(normaliser, rowOffsets, masks.response, countsOf(window));
    for (const { on, objective, weight, normaliser: own, name, measures } of terms) {
      const mask = masks[on];
      const tokens = { ...tokensOf(batch, out.advantages), mask };
      const weights = own ? rowWeights(own, rowOffsets, mask, countsOfPart(window, on)) : shared;
      objective.evaluate(tokens, out);
      metrics[name] = weighLoss(tokens, out.loss, weights, weight);
      loss += metrics[name];
      addGradient(tokens, out.gradient, weights, weight, gradLogProb);
      if (objective.reads.includes('entropy')) {
        addGradient(tokens, out.gradEntropy, weights, weight, gradEntropy);
      }
      const count = tokensIn(window, on);
      for (const [bit, measure] of measures.entries()) {
        if (count) metrics[measure] = countFlags(out.flags, bit, mask) / count;
      }
      if (objective.reported) {
        objective.reported.evaluate(tokens, out);
        metrics[name] = weighLoss(tokens, out.loss, weights, weight);
      }
    }

    const { logProb, oldLogProb = logProb, entropy } = batch;
    if (terms.some(({ objective }) => objective.reads.includes('oldLogProb')) && window.completionTokens) {
      metrics.approxKl = sumDifference(oldLogProb, logProb, masks.completion) / window.completionTokens;
    }
    if (window.prefixTokens) {
      metrics.expertProbability = sumExp(logProb, masks.prefix) / window.prefixTokens;
    }
    if (entropy && window.tokens) {
      metrics.entropy = sum(entropy, masks.response) / window.tokens;
      loss -= entropyCoefficient * metrics.entropy;
      const pull = entropyCoefficient / window.tokens;
      for (let t = 0; pull && t < length; t++) if (masks.response[t]) gradEntropy[t]! -= pull;
    }
    const { rows, tokens, completionTokens, prefixTokens, sftTokens } = counts;
    Object.assign(metrics, { rows, tokens, completionTokens, prefixTokens, sftTokens });
    return { loss, gradLogProb, gradEntropy, metrics };
  };
}

function shortForm({ completion, prefix }: CompositeParts): Term[] {
  return [
    ...(completion ? [{ on: 'completion' as const, objective: completion }] : []),
    ...(prefix ? [{ on: 'sft' as const, objective: prefix }] : []),
  ];
}

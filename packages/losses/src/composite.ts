/**
 * The whole loss from its pieces: objectives on the parts of the responses, an entropy bonus, and what each is
 * normalised by.
 *
 *     loss = sum_k c_k sum_i w_ki sum_{t in part k} l_kit  -  c mean_{t response} H_t
 *
 * A term with a normaliser of its own counts the tokens of its own part and the rows that have any; the others share
 * the loss's normaliser, which counts response tokens. Masked tokens are never read and get exactly zero.
 */
import { addTerm, newTotals } from './addTerm.ts';
import { blocksOf } from './blocks.ts';
import { checkBatch } from './checkBatch.ts';
import { type Normaliser, rowWeights } from './normalisers.ts';
import type { Objective } from './objective.ts';
import { keptScratch, tokensOf } from './scratch.ts';
import { sum, sumDifference, sumExp } from './sums.ts';
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
  const batchwise = terms.some(({ objective }) => objective.batchwise);
  const comparesOld = terms.some(({ objective }) => objective.reads.includes('oldLogProb'));
  const scratch = keptScratch();
  return (batch, whole) => {
    const { rowOffsets, logProb, entropy } = batch;
    const masks = splitParts(batch);
    checkBatch(batch, masks, terms, entropyCoefficient);
    const counts = countParts(masks);
    const window = whole ?? counts;
    const shared = rowWeights(normaliser, masks.rowTokens.response, countsOf(window));
    const weighed = terms.map(({ on, normaliser: own, weight }) =>
      (own ? rowWeights(own, masks.rowTokens[on], countsOfPart(window, on)) : shared).map(w => weight * w),
    );

    const gradLogProb = new Float64Array(logProb.length);
    const gradEntropy = new Float64Array(logProb.length);
    const totals = terms.map(term => newTotals(term));
    let [drift, expert, uncertainty] = [0, 0, 0];
    for (const block of blocksOf(rowOffsets, batchwise)) {
      const { first, last, start, end } = block;
      const out = scratch(end - start);
      const tokens = tokensOf(batch, block, out.advantages);
      for (const [i, term] of terms.entries()) {
        addTerm(
          term,
          { ...tokens, mask: masks[term.on].subarray(start, end) },
          out,
          {
            rowWeights: weighed[i]!.subarray(first, last),
            rowTokens: masks.rowTokens[term.on].subarray(first, last),
          },
          totals[i]!,
          gradLogProb.subarray(start, end),
          gradEntropy.subarray(start, end),
        );
      }
      if (comparesOld && batch.oldLogProb) {
        drift += sumDifference(tokens.oldLogProb, tokens.logProb, masks.completion.subarray(start, end));
      }
      if (window.prefixTokens) expert += sumExp(tokens.logProb, masks.prefix.subarray(start, end));
      if (entropy) uncertainty += sum(tokens.entropy, masks.response.subarray(start, end));
    }

    const metrics: Record<string, number> = {};
    let loss = 0;
    for (const [i, { name, measures, on, objective }] of terms.entries()) {
      const { value, reported, flagged } = totals[i]!;
      loss += value;
      metrics[name] = objective.reported ? reported.value : value;
      const count = tokensIn(window, on);
      for (const [bit, measure] of measures.entries()) if (count) metrics[measure] = flagged[bit]! / count;
    }
    if (comparesOld && window.completionTokens) metrics.approxKl = drift / window.completionTokens;
    if (window.prefixTokens) metrics.expertProbability = expert / window.prefixTokens;
    if (entropy && window.tokens) {
      metrics.entropy = uncertainty / window.tokens;
      loss -= entropyCoefficient * metrics.entropy;
      const pull = entropyCoefficient / window.tokens;
      for (let t = 0; pull && t < gradEntropy.length; t++) if (masks.response[t]) gradEntropy[t]! -= pull;
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

/**
 * Distillation on whole distributions: at every token the student's is pulled to the teacher's.
 *
 *     loss = sum_i w_i sum_t m_it D(q_it, p_it)        q, p = softmax(logits / T) of teacher and student
 *
 * The temperature T softens both. There is no factor T^2, as in TRL: gradients shrink with T, so a learning rate found
 * at one T is not right at another. GKD, arXiv 2306.13649; where the rows come from (teacher, data or, on-policy, the
 * student itself) is the caller's.
 */
import { checkLogits } from '../logits/checkLogits.ts';
import { logSoftmax } from '../logits/logSoftmax.ts';
import { type Normaliser, rowWeights, tokenMean } from '../normalisers.ts';
import { type Numbers, splitParts, type TokenMasks } from '../tokens.ts';
import { countParts, countsOf, type Window } from '../window.ts';
import type { Divergence } from './divergence.ts';

export interface DistillationBatch extends Pick<TokenMasks, 'rowOffsets' | 'responseMask'> {
  /** Flat [tokens, vocabulary]; -Infinity marks what can't be said. */
  studentLogits: Numbers;
  teacherLogits: Numbers;
  vocabulary: number;
}

export interface DistillationOptions {
  /** E.g. `forwardKl`, `reverseKl` or `generalisedJsd(0.5)`. */
  divergence: Divergence;
  /** T above 0. Default 1. */
  temperature?: number;
  /** Default `tokenMean`. */
  normaliser?: Normaliser;
}

export interface DistillationResult {
  loss: number;
  /** d loss / d studentLogits, flat [tokens, vocabulary]; 0 where masked. */
  gradLogits: Float64Array;
  /** Summands of the divergence before any normaliser, flat [tokens, vocabulary]; 0 where masked. */
  terms: Float64Array;
}

/**
 * Maps a batch to its loss; `window` counts all that is accumulated before the optimiser steps, absent: the batch.
 * @throws when the temperature is not positive; and, of a batch, when arrays don't fit, logits give no distribution,
 * or the divergence is infinite.
 */
export function distillation({
  divergence,
  temperature = 1,
  normaliser = tokenMean,
}: DistillationOptions): (batch: DistillationBatch, window?: Window) => DistillationResult {
  if (!(temperature > 0 && Number.isFinite(temperature))) {
    throw new Error(`distillation's temperature is a positive number, e.g. 1; received ${temperature}.`);
  }
  return (batch, whole) => {
    const { rowOffsets, studentLogits, teacherLogits, vocabulary } = batch;
    const parts = splitParts(batch);
    const count = parts.response.length;
    checkLogits('studentLogits', studentLogits, count, vocabulary);
    checkLogits('teacherLogits', teacherLogits, count, vocabulary);
    const weights = rowWeights(normaliser, parts.rowTokens.response, countsOf(whole ?? countParts(parts)));
    const gradLogits = new Float64Array(count * vocabulary);
    const terms = new Float64Array(count * vocabulary);
    let loss = 0;
    for (let row = 0; row < parts.rows; row++) {
      const weight = weights[row]!;
      for (let t = rowOffsets[row]!; t < rowOffsets[row + 1]!; t++) {
        if (!parts.response[t]) continue;
        const [start, end] = [t * vocabulary, (t + 1) * vocabulary];
        const teacher = logSoftmax(teacherLogits, t, vocabulary, temperature);
        const student = logSoftmax(studentLogits, t, vocabulary, temperature);
        divergence.evaluate(teacher, student, terms.subarray(start, end), gradLogits.subarray(start, end));
        for (let v = start; v < end; v++) {
          loss += weight * terms[v]!;
          gradLogits[v]! *= weight / temperature;
        }
      }
    }
    return { loss, gradLogits, terms };
  };
}

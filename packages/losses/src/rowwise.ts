/**
 * Objectives that look at a whole row before they say anything of its tokens, such as those with one ratio a sequence.
 *
 * What is said of the row as a whole is the loss of each of its tokens, so that the mean over the row is the row's own.
 */
import type { Details, Objective, ObjectiveOutput, ObjectiveTokens } from './objective.ts';

/** Tokens start .. end of one row, at least one of them with mask 1. `count` is how many have. */
export type RowFormula = (
  tokens: ObjectiveTokens,
  out: ObjectiveOutput,
  start: number,
  end: number,
  count: number,
) => void;

/** Makes an objective of a formula for one row. Rows without a token of mask 1 are passed over. */
export function rowwise(name: string, formula: RowFormula, details: Details = {}): Objective {
  return {
    reads: [],
    measures: [],
    ...details,
    name,
    evaluate(tokens, out) {
      const { rowOffsets, mask } = tokens;
      for (let row = 0; row + 1 < rowOffsets.length; row++) {
        const start = rowOffsets[row]!;
        const end = rowOffsets[row + 1]!;
        let count = 0;
        for (let t = start; t < end; t++) count += mask[t]!;
        if (count > 0) formula(tokens, out, start, end, count);
      }
    },
  };
}

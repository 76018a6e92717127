/** What one term adds to the loss, the gradients and the metrics, a block of rows at a time. */
import type { ObjectiveOutput, ObjectiveTokens } from './objective.ts';
import { addGradient, countFlags, weighLoss } from './sums.ts';
import type { ResolvedTerm } from './terms.ts';

/** Sums of a term over the blocks so far. */
export interface Totals {
  value: number;
  /** The same of the loss that users see, where it is another one. */
  reported: number;
  /** How many tokens each of its measures holds of. */
  readonly flagged: number[];
}

export function newTotals({ measures }: ResolvedTerm): Totals {
  return { value: 0, reported: 0, flagged: measures.map(() => 0) };
}

/** Evaluates the term on the block's tokens and adds what it comes to; `rowWeights` and the sinks are the block's. */
export function addTerm(
  { objective, weight }: ResolvedTerm,
  tokens: ObjectiveTokens,
  out: ObjectiveOutput,
  rowWeights: Float64Array,
  totals: Totals,
  gradLogProb: Float64Array,
  gradEntropy: Float64Array,
): void {
  const { reported } = objective;
  objective.evaluate(tokens, out);
  const value = weighLoss(tokens, out.loss, rowWeights, weight);
  addGradient(tokens, out.gradient, rowWeights, weight, gradLogProb);
  if (objective.reads.includes('entropy')) {
    addGradient(tokens, out.gradEntropy, rowWeights, weight, gradEntropy);
  }
  for (let bit = 0; bit < totals.flagged.length; bit++) {
    totals.flagged[bit]! += countFlags(out.flags, bit, tokens.mask);
  }
  totals.value += value;
  if (reported) reported.evaluate(tokens, out);
  totals.reported += reported ? weighLoss(tokens, out.loss, rowWeights, weight) : value;
}

/** What one term adds to the loss, the gradients and the metrics, a block of rows at a time. */
import type { Objective, ObjectiveOutput, ObjectiveTokens } from './objective.ts';
import { addGradient, countFlags, weighLoss } from './sums.ts';
import type { ResolvedTerm } from './terms.ts';
import { type FormulaSums, type RowsOfTerm, type TokenwiseObjective, weighFormula } from './tokenwise.ts';

/** Sums of a term over the blocks so far. */
export interface Totals extends FormulaSums {
  /** The value of the loss that users see, where it is another one. */
  readonly reported: FormulaSums;
}

export function newTotals({ objective: { measures, reported } }: ResolvedTerm): Totals {
  const flagged = measures.map(() => 0);
  return {
    value: 0,
    flagged,
    reported: { value: 0, flagged: reported?.measures.map(() => 0) ?? [] },
  };
}

/** Evaluates the term on the block's tokens and adds what it comes to; weights and sinks are the block's. */
export function addTerm(
  { objective }: ResolvedTerm,
  tokens: ObjectiveTokens,
  out: ObjectiveOutput,
  rows: RowsOfTerm,
  totals: Totals,
  gradLogProb: Float64Array,
  gradEntropy: Float64Array,
): void {
  add(objective, tokens, out, rows, totals, gradLogProb, gradEntropy);
  if (objective.reported) add(objective.reported, tokens, out, rows, totals.reported);
}

function add(
  objective: Objective,
  tokens: ObjectiveTokens,
  out: ObjectiveOutput,
  rows: RowsOfTerm,
  sums: FormulaSums,
  gradLogProb?: Float64Array,
  gradEntropy?: Float64Array,
): void {
  if (isTokenwise(objective)) {
    weighFormula(objective, tokens, rows, sums, gradLogProb, gradEntropy);
    return;
  }
  objective.evaluate(tokens, out);
  sums.value += weighLoss(tokens, out.loss, rows.rowWeights);
  if (gradLogProb) addGradient(tokens, out.gradient, rows.rowWeights, gradLogProb);
  if (gradEntropy && objective.reads.includes('entropy')) {
    addGradient(tokens, out.gradEntropy, rows.rowWeights, gradEntropy);
  }
  for (const bit of sums.flagged.keys()) sums.flagged[bit]! += countFlags(out.flags, bit, tokens.mask);
}

const isTokenwise = (objective: Objective): objective is TokenwiseObjective => 'formula' in objective;

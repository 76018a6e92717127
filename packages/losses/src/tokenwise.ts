/**
 * Objectives that look at one token at a time: a formula for its loss and derivative.
 */
import type { Details, Input, Objective, ObjectiveOutput, ObjectiveTokens } from './objective.ts';

/**
 * One token under the eyes of a formula: it reads the upper fields and writes the lower ones.
 *
 * One record serves all tokens: numbers passed as arguments of a function that V8 does not inline would each be
 * allocated.
 */
export interface Token {
  logProb: number;
  oldLogProb: number;
  /** log (pi_theta / pi_old); in a sequence-level objective its mean over the row. */
  logRatio: number;
  advantage: number;
  /** These four only where the objective says that it reads them. */
  refLogProb: number;
  rolloutLogProb: number;
  entropy: number;
  weight: number;

  loss: number;
  /** d loss / d logProb. */
  gradient: number;
  /** d loss / d entropy; 0 unless the formula writes it. */
  gradEntropy: number;
  /** Bits of the objective's measures; 0 unless the formula writes it. */
  flags: number;
}

export type Formula = (token: Token) => void;

export interface TokenwiseObjective extends Objective {
  readonly formula: Formula;
}

/** Makes an objective of one token's loss and derivative, which share their exponentials in one function. */
export function tokenwise(name: string, formula: Formula, details: Details = {}): TokenwiseObjective {
  const { reads = [], measures = [] } = details;
  const token = newToken();
  const more = readsMore(reads);
  return {
    ...details,
    name,
    reads,
    measures,
    formula,
    evaluate(tokens, out) {
      const { mask } = tokens;
      for (let t = 0; t < mask.length; t++) {
        if (!mask[t]) continue;
        readToken(token, tokens, t, more);
        formula(token);
        writeToken(token, out, t, more);
      }
    },
  };
}

/** Of each row, the weight of its tokens in a term, and how many the term is on. */
export interface RowsOfTerm {
  readonly rowWeights: Float64Array;
  readonly rowTokens: Int32Array;
}

/** Where a formula's sums go. */
export interface FormulaSums {
  /** Of the losses, each times the weight of its row. */
  value: number;
  /** How many tokens each bit of the flags is set of. */
  readonly flagged: number[];
}

/**
 * What `evaluate` and then weighing its output would come to, in one pass: adds the weighted losses and the flags to `sums`,
 * the weighted gradients to the sinks. This is nearly all that a training step spends here.
 */
export function weighFormula(
  { formula, reads }: TokenwiseObjective,
  tokens: ObjectiveTokens,
  { rowWeights, rowTokens }: RowsOfTerm,
  sums: FormulaSums,
  gradLogProb?: Float64Array,
  gradEntropy?: Float64Array,
): void {
  const { rowOffsets, mask } = tokens;
  const { flagged } = sums;
  const token = newToken();
  const more = readsMore(reads);
  let value = 0;
  for (let row = 0; row < rowWeights.length; row++) {
    if (rowTokens[row] === 0) continue;
    const weight = rowWeights[row]!;
    const end = rowOffsets[row + 1]!;
    let ofRow = 0;
    for (let t = rowOffsets[row]!; t < end; t++) {
      if (!mask[t]) continue;
      readToken(token, tokens, t, more);
      formula(token);
      ofRow += token.loss;
      if (gradLogProb) gradLogProb[t]! += weight * token.gradient;
      if (more && gradEntropy) gradEntropy[t]! += weight * token.gradEntropy;
      for (let flags = token.flags, bit = 0; flags; flags >>= 1, bit++) flagged[bit]! += flags & 1;
    }
    value += weight * ofRow;
  }
  sums.value += value;
}

/** A record for formulas. Fractions, so that every field holds a float64 from the beginning. */
export function newToken(): Token {
  return {
    logProb: 0.5,
    oldLogProb: 0.5,
    logRatio: 0.5,
    advantage: 0.5,
    refLogProb: 0.5,
    rolloutLogProb: 0.5,
    entropy: 0.5,
    weight: 0.5,
    loss: 0.5,
    gradient: 0.5,
    gradEntropy: 0.5,
    flags: 0,
  };
}

/** Whether a formula reads what few do. */
export function readsMore(reads: readonly Input[]): boolean {
  return reads.some(input => input !== 'advantages' && input !== 'oldLogProb');
}

/** Shows token t to the next formula. */
export function readToken(token: Token, tokens: ObjectiveTokens, t: number, more: boolean): void {
  const logProb = tokens.logProb[t]!;
  const oldLogProb = tokens.oldLogProb[t]!;
  token.logProb = logProb;
  token.oldLogProb = oldLogProb;
  // two probabilities of zero have ratio 1, not NaN
  token.logRatio = logProb === oldLogProb ? 0 : logProb - oldLogProb;
  token.advantage = tokens.advantages[t]!;
  if (more) {
    token.refLogProb = tokens.refLogProb[t]!;
    token.rolloutLogProb = tokens.rolloutLogProb[t]!;
    token.entropy = tokens.entropy[t]!;
    token.weight = tokens.tokenWeights[t]!;
    token.gradEntropy = 0;
  }
  token.flags = 0;
}

/** Writes down what the formula said of token t. */
export function writeToken(token: Token, out: ObjectiveOutput, t: number, more: boolean): void {
  out.loss[t] = token.loss;
  out.gradient[t] = token.gradient;
  out.flags[t] = token.flags;
  if (more) out.gradEntropy[t] = token.gradEntropy;
}

/** Runs one objective without a composite around it. */
import type { Objective, ObjectiveOutput, ObjectiveTokens } from '../src/index.ts';

export interface Evaluation extends ObjectiveOutput {
  /** The sum of the losses. */
  readonly total: number;
}

/** Arrays that are absent are taken from logProb; one row and no mask unless said otherwise. */
export function evaluate(
  objective: Objective,
  given: Pick<ObjectiveTokens, 'logProb'> & Partial<ObjectiveTokens>,
): Evaluation {
  const { logProb } = given;
  const count = logProb.length;
  const tokens: ObjectiveTokens = {
    rowOffsets: [0, count],
    mask: new Uint8Array(count).fill(1),
    oldLogProb: logProb,
    advantages: logProb,
    refLogProb: logProb,
    rolloutLogProb: logProb,
    entropy: logProb,
    tokenWeights: logProb,
    ...given,
  };
  const out: ObjectiveOutput = {
    loss: new Float64Array(count),
    gradient: new Float64Array(count),
    gradEntropy: new Float64Array(count),
    flags: new Uint8Array(count),
  };
  objective.evaluate(tokens, out);
  return { ...out, total: out.loss.reduce((sum, loss) => sum + loss, 0) };
}

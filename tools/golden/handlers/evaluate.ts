/** What one objective says of each token of a padded batch, without a normaliser. */
import type { Objective, ObjectiveTokens } from '../../../packages/losses/src/index.ts';
import { flatten, offsetsOf, unflatten } from '../golden.ts';

export interface PerToken {
  loss: number[][];
  gradient: number[][];
}

export function evaluate(
  objective: Objective,
  logProb: number[][],
  inputs: Partial<Pick<ObjectiveTokens, 'refLogProb'>>,
): PerToken {
  const flat = flatten(logProb);
  const array = () => new Float64Array(flat.length);
  const out = { loss: array(), gradient: array(), gradEntropy: array(), flags: new Uint8Array(flat.length) };
  objective.evaluate(
    {
      rowOffsets: offsetsOf(logProb),
      mask: new Uint8Array(flat.length).fill(1),
      logProb: flat,
      oldLogProb: flat,
      advantages: array(),
      refLogProb: array(),
      rolloutLogProb: array(),
      entropy: array(),
      tokenWeights: array(),
      ...inputs,
    },
    out,
  );
  return { loss: unflatten(out.loss, logProb), gradient: unflatten(out.gradient, logProb) };
}

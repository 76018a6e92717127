/** Memory of a loss that is kept between its calls: what objectives write before it is weighed. */
import type { Block } from './blocks.ts';
import type { ObjectiveOutput, ObjectiveTokens } from './objective.ts';
import { perToken, type TokenBatch } from './tokens.ts';

export interface Scratch extends ObjectiveOutput {
  readonly advantages: Float64Array;
}

/** A function that gives memory for that many tokens: the same again while it suffices. Its contents are anything. */
export function keptScratch(): (length: number) => Scratch {
  let kept = scratchOf(0);
  return length => {
    if (kept.flags.length < length) kept = scratchOf(length);
    return kept;
  };
}

function scratchOf(length: number): Scratch {
  return {
    loss: new Float64Array(length),
    gradient: new Float64Array(length),
    gradEntropy: new Float64Array(length),
    advantages: new Float64Array(length),
    flags: new Uint8Array(length),
  };
}

const none = new Float64Array(0);

/** A block as objectives see it, but for their mask. `advantages` is where those of rows are spread over tokens. */
export function tokensOf(
  batch: TokenBatch,
  { first, last, start, end, rowOffsets }: Block,
  advantages: Float64Array,
): Omit<ObjectiveTokens, 'mask'> {
  const cut = (values: Float64Array = none) => values.subarray(start, end);
  return {
    rowOffsets,
    logProb: cut(batch.logProb),
    oldLogProb: cut(batch.oldLogProb ?? batch.logProb),
    advantages: batch.tokenAdvantages
      ? cut(batch.tokenAdvantages)
      : perToken(batch.advantages?.subarray(first, last), rowOffsets, advantages),
    refLogProb: cut(batch.refLogProb),
    rolloutLogProb: cut(batch.rolloutLogProb),
    entropy: cut(batch.entropy),
    tokenWeights: cut(batch.tokenWeights),
  };
}

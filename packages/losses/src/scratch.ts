/** Memory of a loss that is kept between its calls: what objectives write before it is weighed. */
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
    return {
      loss: kept.loss.subarray(0, length),
      gradient: kept.gradient.subarray(0, length),
      gradEntropy: kept.gradEntropy.subarray(0, length),
      advantages: kept.advantages.subarray(0, length),
      flags: kept.flags.subarray(0, length),
    };
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

/** The batch as objectives see it, but for their mask. `advantages` is where those of rows are spread over tokens. */
export function tokensOf(batch: TokenBatch, advantages: Float64Array): Omit<ObjectiveTokens, 'mask'> {
  const { rowOffsets, logProb, oldLogProb = logProb } = batch;
  const { refLogProb = none, rolloutLogProb = none, entropy = none, tokenWeights = none } = batch;
  return {
    rowOffsets,
    logProb,
    oldLogProb,
    advantages: batch.tokenAdvantages ?? perToken(batch.advantages, rowOffsets, advantages),
    refLogProb,
    rolloutLogProb,
    entropy,
    tokenWeights,
  };
}

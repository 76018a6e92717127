/**
 * Leaves out bad rows that the policy has drifted away from: they teach little, and their ratios are extreme.
 *
 * A token is kept where A >= 0, or where its row's mean of log pi_rollout - log p is at most a threshold. Give it as
 * tokenWeights to `weighted` objectives. DeepSeek-V3.2; TRL `off_policy_mask_threshold`.
 */
import { splitParts, type TokenBatch } from '../tokens.ts';

/**
 * 1 on the tokens kept, 0 on the others. Means are over response tokens.
 * @param batch needs advantages, and rolloutLogProb or oldLogProb; without either the ratio is 1.
 * @throws when masks don't fit the rows, or there are no advantages.
 */
export function offPolicyRows(batch: TokenBatch, threshold: number): Float64Array {
  const { rowOffsets, logProb, advantages, tokenAdvantages } = batch;
  const before = batch.rolloutLogProb ?? batch.oldLogProb ?? logProb;
  if (!advantages && !tokenAdvantages) {
    throw new Error(
      'offPolicyRows keeps tokens by their advantage, and the batch has none: give one per row, e.g. advantages: drGrpo(rewards, groups).',
    );
  }
  const { response, rows } = splitParts(batch);
  const kept = new Float64Array(response.length);
  for (let row = 0; row < rows; row++) {
    let drift = 0;
    let count = 0;
    for (let t = rowOffsets[row]!; t < rowOffsets[row + 1]!; t++) {
      if (!response[t]) continue;
      drift += before[t]! - logProb[t]!;
      count++;
    }
    for (let t = rowOffsets[row]!; t < rowOffsets[row + 1]!; t++) {
      const advantage = tokenAdvantages?.[t] ?? advantages![row]!;
      kept[t] = response[t] && (advantage >= 0 || drift / count <= threshold) ? 1 : 0;
    }
  }
  return kept;
}

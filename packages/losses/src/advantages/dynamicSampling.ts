/**
 * DAPO's dynamic sampling: prompts that are always or never solved have no advantage, so they only thin out the batch.
 *
 *     keep a group when 0 < #correct < G
 *
 * Sample further prompts until enough groups are kept. DAPO, arXiv 2503.14476, eq. 11.
 */
import type { Numbers } from '../tokens.ts';
import { type Groups, rowsByGroup } from './groups.ts';

/**
 * 1 on the rows to keep: those whose group has both right and wrong ones.
 * @param correctFrom the reward from which on a row is right. Default 1.
 * @throws when lengths differ or a reward is not finite.
 */
export function dynamicSampling(rewards: Numbers, groups: Groups, correctFrom = 1): Uint8Array {
  const keep = new Uint8Array(rewards.length);
  for (const rows of rowsByGroup(rewards, groups).values()) {
    const correct = rows.filter(row => rewards[row]! >= correctFrom).length;
    if (correct > 0 && correct < rows.length) for (const row of rows) keep[row] = 1;
  }
  return keep;
}

/**
 * Rewards short responses within a group on one prompt (Kimi k1.5, section 2.3.3): 0.5 - (length - min) / (max - min) for
 * correct ones, the same but never above 0 for wrong ones, all 0 where the lengths are equal. `lengths` and `correct` have
 * one entry a response.
 *
 * @throws RangeError when they differ in number
 */
export function groupLengthScores(lengths: readonly number[], correct: readonly boolean[]): number[] {
  if (lengths.length !== correct.length)
    throw new RangeError(
      `one verdict a response, for example lengths [3, 5] with correct [true, false]; received ${lengths.length} lengths and ${correct.length} verdicts`,
    );
  const shortest = Math.min(...lengths);
  const spread = Math.max(...lengths) - shortest;
  if (spread === 0 || lengths.length === 0) return lengths.map(() => 0);
  return lengths.map((length, i) => {
    const score = 0.5 - (length - shortest) / spread;
    return correct[i] ? score : Math.min(0, score);
  });
}

/**
 * F1 of two bags of words: 2PR / (P + R), where precision P and recall R count the words in common, each as often as both
 * have it (Rajpurkar et al. 2016). 0 where either is empty.
 */
export function overlapF1(answer: readonly string[], gold: readonly string[]): number {
  const left = new Map<string, number>();
  for (const word of gold) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of answer) {
    const there = left.get(word) ?? 0;
    if (there === 0) continue;
    left.set(word, there - 1);
    common++;
  }
  return common === 0 ? 0 : (2 * common) / (answer.length + gold.length);
}

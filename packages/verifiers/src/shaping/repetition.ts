/**
 * The share of n-grams that were there before: 1 - distinct / all, in [0, 1); 0 where there are fewer than n items. The
 * repetition penalty of Yeo et al. 2025, before its weight.
 */
export function repeatedShare(items: readonly (string | number)[], n: number): number {
  const all = items.length - n + 1;
  if (all <= 0) return 0;
  const distinct = new Set<string>();
  for (let i = 0; i < all; i++) distinct.add(JSON.stringify(items.slice(i, i + n)));
  return 1 - distinct.size / all;
}

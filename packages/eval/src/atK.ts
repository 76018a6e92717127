/**
 * Averages over several responses a problem.
 *
 *     avg@k  = mean over problems of the mean score of its responses
 *     pass@k = mean over problems of 1 - C(n - c, k) / C(n, k)
 *
 * pass@k is the chance that at least one of k responses, drawn without replacement from the n there are, is correct;
 * c of them are. It is unbiased, while taking the first k responses is noisy and 1 - (1 - c/n)^k is too low. Codex,
 * arXiv 2107.03374, section 2.1.
 */
import { checkScores, mean, type Scores } from './scores.ts';

/** Mean over problems of the mean score of their responses. @throws as `checkScores` says */
export function averageAtK(scores: Scores): number {
  checkScores(scores);
  return mean(scores.map(mean));
}

/**
 * Unbiased pass@k. A response passes with a score of 1.
 * @throws when a problem has fewer than k responses, or as `checkScores` says
 */
export function passAtK(scores: Scores, k: number): number {
  checkScores(scores);
  return mean(scores.map(responses => passAtKOf(responses.length, responses.filter(s => s === 1).length, k)));
}

/**
 * pass@k of one problem: 1 - C(n - c, k) / C(n, k), as a product that neither overflows nor cancels.
 * @param n responses
 * @param c correct ones
 * @throws when the counts are not whole numbers with 0 <= c <= n and 1 <= k <= n
 */
export function passAtKOf(n: number, c: number, k: number): number {
  if (![n, c, k].every(Number.isInteger) || c < 0 || c > n || k < 1 || k > n) {
    throw new Error(
      `pass@k draws k of n responses, c of them correct: 0 <= c <= n and 1 <= k <= n, e.g. n 8, c 3, k 4; received n ${n}, c ${c}, k ${k}.`,
    );
  }
  if (c > n - k) return 1;
  let allFail = 1;
  for (let i = n - c + 1; i <= n; i++) allFail *= 1 - k / i;
  return 1 - allFail;
}

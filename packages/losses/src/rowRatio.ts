/** The log of a row's importance ratio: the mean of its tokens' log-ratios, so the ratio is their geometric mean. */
import type { ObjectiveTokens } from './objective.ts';

/** @param count how many tokens of start .. end have mask 1. */
export function rowLogRatio(tokens: ObjectiveTokens, start: number, end: number, count: number): number {
  const { mask, logProb, oldLogProb } = tokens;
  let total = 0;
  for (let t = start; t < end; t++) if (mask[t]) total += logProb[t]! - oldLogProb[t]!;
  return total / count;
}

import { wordsOf } from '../../words/normaliseWords.ts';

/** How much of each other two texts hold, as shares. */
export interface Overlap {
  /** 2PR / (P + R). */
  readonly f1: number;
  /** The share of the answer's words that the gold has. */
  readonly precision: number;
  /** The share of the gold's words that the answer has. */
  readonly recall: number;
}

const none: Overlap = { f1: 0, precision: 0, recall: 0 };

/** Answers of one word that no overlap can approach: yes against "yes and no" earns nothing (HotpotQA's evaluation). */
const decisive = new Set(['yes', 'no', 'noanswer']);

/**
 * The words that two texts have in common, each as often as both have it, normalised (Rajpurkar et al. 2016). 0 where either
 * has none, and where one of them is `yes`, `no` or `noanswer` and the other is not.
 */
export function wordOverlap(answer: string, gold: string): Overlap {
  const [ours, theirs] = [wordsOf(answer), wordsOf(gold)];
  const decides = (words: readonly string[]) => words.length === 1 && decisive.has(words[0]!);
  if ((decides(ours) || decides(theirs)) && ours.join(' ') !== theirs.join(' ')) return none;
  const left = new Map<string, number>();
  for (const word of theirs) left.set(word, (left.get(word) ?? 0) + 1);
  let common = 0;
  for (const word of ours) {
    const there = left.get(word) ?? 0;
    if (there === 0) continue;
    left.set(word, there - 1);
    common++;
  }
  if (common === 0) return none;
  return {
    f1: (2 * common) / (ours.length + theirs.length),
    precision: common / ours.length,
    recall: common / theirs.length,
  };
}

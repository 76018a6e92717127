/** The values between which a length moves a reward. */
export interface CosineRange {
  /** For a correct answer of no length, and of the full length: 1 and 0.5 unless told. */
  readonly correctShort: number;
  readonly correctLong: number;
  /** For a wrong one; 0 and 0 unless told. -1 and -0.5 make a wrong answer think longer. */
  readonly wrongShort: number;
  readonly wrongLong: number;
}

/**
 * A reward that falls (or rises) with length along half a cosine: from `short` at length 0 to `long` at `maxLength` and
 * beyond (Yeo et al. 2025, "Demystifying Long Chain-of-Thought Reasoning in LLMs", the cosine reward).
 */
export function cosineScore(
  correct: boolean,
  length: number,
  maxLength: number,
  { correctShort, correctLong, wrongShort, wrongLong }: CosineRange,
): number {
  const [short, long] = correct ? [correctShort, correctLong] : [wrongShort, wrongLong];
  const progress = Math.min(1, length / maxLength);
  return long + 0.5 * (short - long) * (1 + Math.cos(Math.PI * progress));
}

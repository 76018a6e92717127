/** A token as it is told of. */
export interface TokenView {
  readonly text: string;
  /** In nats. */
  readonly logProb: number;
  readonly expert: boolean;
  readonly alpha: number | undefined;
  /** Whether its row's prefix is trained on. */
  readonly sft: boolean;
}

/** TrSFT's trust-region weight, min(1, p / alpha): how much of plain SFT's gradient an expert token keeps. */
export const weightOf = (logProb: number, alpha: number): number => Math.min(1, Math.exp(logProb) / alpha);

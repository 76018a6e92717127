// Learning rates over a phase.

export interface Schedule {
  readonly peak: number;
  /** Steps of linear warm-up. */
  readonly warmup: number;
  /** Rate at the end, as a share of the peak. */
  readonly floor: number;
  /** How it falls from peak to floor. */
  readonly decay: 'linear' | 'cosine' | 'none';
}

/** Rate of step `step` (from 0) of `steps`. */
export function learningRate({ peak, warmup, floor, decay }: Schedule, step: number, steps: number): number {
  if (step < warmup) return (peak * (step + 1)) / warmup;
  const progress = (step - warmup) / Math.max(1, steps - warmup);
  const falls = { linear: 1 - progress, cosine: (1 + Math.cos(Math.PI * progress)) / 2, none: 1 };
  return peak * (floor + (1 - floor) * falls[decay]);
}

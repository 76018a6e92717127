/**
 * CHORD's weight of imitation over the course of training: up in a line, down in half a cosine.
 *
 *     step < warmup:                mu = peak step / warmup
 *     up to warmup + decay:         mu = valley + (peak - valley) (1 + cos(pi (step - warmup) / decay)) / 2
 *     then:                         mu = valley
 *
 * loss = (1 - mu) L_GRPO + mu L_SFT. CHORD (arXiv 2508.11408); Trinity-RFT `mu_schedule_function`.
 */

export interface ChordMuOptions {
  /** Steps of the rise and of the fall. */
  readonly warmup: number;
  readonly decay: number;
  readonly peak: number;
  readonly valley: number;
}

/** mu at a step, counted from 0. @throws when a number of steps is negative, or peak or valley is outside [0, 1]. */
export function chordMu(step: number, { warmup, decay, peak, valley }: ChordMuOptions): number {
  const isShare = (value: number) => value >= 0 && value <= 1;
  if (!(step >= 0 && warmup >= 0 && decay >= 0 && isShare(peak) && isShare(valley))) {
    throw new Error(
      'chordMu needs steps of at least 0, peak and valley in [0, 1], e.g. { warmup: 0, decay: 200, peak: 0.9, valley: 0.05 }; ' +
        `received step ${step}, ${JSON.stringify({ warmup, decay, peak, valley })}.`,
    );
  }
  if (step < warmup) return (step / warmup) * peak;
  if (step >= warmup + decay) return valley;
  return valley + (peak - valley) * 0.5 * (1 + Math.cos((Math.PI * (step - warmup)) / decay));
}

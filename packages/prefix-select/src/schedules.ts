/** How a number moves over the steps of a run, from one end to the other, where it stays. */

/** In a straight line: `from` at step 0, `to` from step `steps` on. */
export function linear(step: number, steps: number, from: number, to: number): number {
  return from + (to - from) * Math.min(1, step / steps);
}

/** Along half a cosine, slow at both ends: `from` at step 0, `to` from step `steps` on. */
export function cosine(step: number, steps: number, from: number, to: number): number {
  return to + 0.5 * (from - to) * (1 + Math.cos(Math.PI * Math.min(1, step / steps)));
}

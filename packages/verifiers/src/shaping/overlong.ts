/**
 * The soft punishment of overlong responses (DAPO, Yu et al. 2025, equation 13): 0 up to `maxLength - margin`, then falling
 * in proportion to -1 at `maxLength`, and -1 beyond.
 */
export function overlongPenalty(length: number, maxLength: number, margin: number): number {
  const free = maxLength - margin;
  if (length <= free) return 0;
  return length <= maxLength ? (free - length) / margin : -1;
}

// How fast, and how long to go.

/** Steps a second since `start`, and what remains at that rate. Milliseconds in, seconds out. */
export function pace(
  done: number,
  total: number,
  elapsed: number,
): { readonly rate: number; readonly remaining: number } {
  const rate = elapsed > 0 ? done / (elapsed / 1000) : 0;
  return { rate, remaining: rate > 0 ? (total - done) / rate : Number.POSITIVE_INFINITY };
}

/** 83 -> `1:23`, 4000 -> `1:06:40`. */
export function clock(seconds: number): string {
  if (!Number.isFinite(seconds)) return '-:--';
  const whole = Math.round(seconds);
  const [h, m, s] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Three digits that matter: 0.123, 12.3, 123. */
export const short = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(2);

// What goes on, on stderr, so that stdout has the tables alone.

const started: number = performance.now();

export function progress(text: string): void {
  const seconds = ((performance.now() - started) / 1000).toFixed(0);
  console.error(`[${seconds.padStart(4)} s] ${text}`);
}

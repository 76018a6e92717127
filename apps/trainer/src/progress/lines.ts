import { clock, pace, short } from './pace.ts';
import type { Progress } from './progress.ts';

/** A line after the first step and at every tenth of the way. */
export function lines(print: (line: string) => void, label: string, total: number, from = 0): Progress {
  const begin = performance.now();
  let printedTenth = -1;
  return {
    update(done, note) {
      const tenth = Math.floor((done / total) * 10);
      if (tenth === printedTenth) return;
      printedTenth = tenth;
      const { rate, remaining } = pace(done - from, total - from, performance.now() - begin);
      const percent = `${Math.round((done / total) * 100)}%`.padStart(4);
      const steps = `${done}/${total}`.padStart(2 * String(total).length + 1);
      print(`${label.padEnd(12)} ${steps} ${percent}  ${short(rate)} it/s  ETA ${clock(remaining)}  ${note}`);
    },
    stop() {},
  };
}

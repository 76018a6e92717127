import type { Writable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';
import { clock, pace, short } from './pace.ts';
import type { Progress } from './progress.ts';

/** A bar that is redrawn in place. */
export function bar(stream: Writable, label: string, total: number, from = 0): Progress {
  const begin = performance.now();
  const shown = new SingleBar(
    {
      format: '{label} {bar} {value}/{total}  {rate} it/s  ETA {left}  {note}',
      stream: stream as NodeJS.WritableStream,
      barsize: 24,
      hideCursor: true,
      autopadding: true,
      gracefulExit: false, // Ctrl-C is ours: it ends the step first
    },
    Presets.shades_classic,
  );
  const name = label.padEnd(12);
  shown.start(total, from, { label: name, rate: '-', left: '-:--', note: '' });
  return {
    update(done, note) {
      const { rate, remaining } = pace(done - from, total - from, performance.now() - begin);
      shown.update(done, { label: name, rate: short(rate), left: clock(remaining), note });
    },
    stop: () => shown.stop(),
  };
}

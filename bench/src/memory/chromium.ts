// Memory on gpu.js in Chromium: the renderer's and the GPU process's, from /proc.

import { call, withPage } from '@trapo/chromium';
import { residentBelow } from './processes.ts';
import type { Counts } from './settings.ts';
import { printWatched, type Watched, watch } from './watch.ts';
import type { Work } from './workload.ts';

const PAGE = 'bench/src/memory/page.ts';

/** Training steps, then decode steps. */
export function watchChromium(work: Work, counts: Counts): Promise<Watched[]> {
  return withPage(
    async page => {
      const about = await call<string>(page, `/${PAGE}`, 'open', work);
      const { model, training } = work;
      console.log(
        `\ngpu.js in Chromium: ${about}; a smaller model, since WebGPU runs in software: ${model.num_hidden_layers} layer, ` +
          `width ${model.hidden_size}, vocabulary ${model.vocab_size}, ${training.rows} x ${training.tokens} tokens`,
      );
      const session = await page.context().newCDPSession(page);
      const sample = async () => {
        await session.send('HeapProfiler.collectGarbage');
        return residentBelow(['renderer', 'gpu-process']);
      };
      const watched: Watched[] = [];
      for (const task of ['train', 'decode'] as const) {
        const run = (steps: number) => call<number>(page, `/${PAGE}`, 'run', { task, steps });
        const result = await watch(`Chromium ${task}`, counts[task], run, sample);
        const { usedSize } = await session.send('Runtime.getHeapUsage');
        printWatched(`${task}, resident memory of renderer and GPU process`, result);
        console.log(`  JavaScript's heap at the end: ${(usedSize / 2 ** 20).toFixed(1)} MB`);
        watched.push(result);
      }
      return watched;
    },
    { entries: [PAGE] },
  );
}

// Memory on SIMD in Node, in a process of its own.

import { node } from '../peers/contenders.ts';
import { Peer } from '../peers/peer.ts';
import type { Info, Worked } from '../peers/protocol.ts';
import type { Counts } from './settings.ts';
import { printWatched, type Watched, watch } from './watch.ts';
import type { Work } from './workload.ts';

/** Training steps, then decode steps. */
export async function watchSimd(work: Work, counts: Counts): Promise<Watched[]> {
  const command = node('../memory/worker.ts', JSON.stringify(work));
  const peer = new Peer({ ...command, args: ['--expose-gc', ...command.args] });
  const { about } = await peer.ask<Info>({ cmd: 'info' });
  console.log(`\nSIMD in Node: ${about}`);
  const watched: Watched[] = [];
  for (const task of ['train', 'decode'] as const) {
    let kilobytes = 0;
    const run = async (steps: number) => {
      const answer = await peer.ask<Worked>({ cmd: 'work', task, steps });
      kilobytes = answer.kilobytes;
      return answer.steps;
    };
    const result = await watch(`SIMD ${task}`, counts[task], run, async () => kilobytes);
    printWatched(`${task}, resident memory of the process`, result);
    watched.push(result);
  }
  peer.close();
  return watched;
}

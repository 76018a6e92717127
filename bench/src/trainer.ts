// `pnpm bench trainer`: whole steps of TRAPO and GRPO on the miniature (rollouts, rewards, update), all sides in one run.

import { rm, writeFile } from 'node:fs/promises';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import type { Options } from './commandLine.ts';
import { barOf, barText, type Figure, spreadText, times } from './engine/figure.ts';
import { machine } from './machine.ts';
import { type Effort, inTurns, pairedRatio, spread } from './measure.ts';
import { printWatched, watch } from './memory/watch.ts';
import { introduced, node, script } from './peers/contenders.ts';
import type { Peer } from './peers/peer.ts';
import type { Greedy, Times, Worked } from './peers/protocol.ts';
import { progress } from './progress.ts';
import { preparePython, withPackages } from './python.ts';
import { table } from './table.ts';
import { writeMaterial } from './trainer/material.ts';
import { readSettings, type Settings } from './trainer/settings.ts';

const THREADS = 2;
const TRAPO: Effort = { turns: 6, repeats: 10, seconds: 25, least: 4 };
const GRPO: Effort = { turns: 3, repeats: 3, seconds: 60, least: 2 };
const QUICK: Effort = { turns: 2, repeats: 2, seconds: 2, least: 2 };

interface Side {
  readonly name: string;
  readonly peer?: Peer;
  readonly about: string;
}

/** Prints the tables; resolves to whether the sides computed the same, and memory holds. */
export async function trainer({ quick, json }: Options): Promise<boolean> {
  const settings = readSettings();
  await buildKernels();
  const python = withPackages(
    preparePython(),
    'trl',
    ['transformers', 'datasets', 'psutil'],
    ['accelerate', 'trl'],
  );
  console.log(machine());
  const folder = await writeMaterial(settings);
  const ours = await introduced('trapo', node('../trainer/ours.ts', folder));
  const torch = await introduced('PyTorch eager', script(python, 'trapo.py', folder));
  const trl = await introduced('TRL', script(python, 'trl_grpo.py', folder));
  try {
    for (const { name, about } of [ours, torch, trl]) console.log(`${name.padEnd(14)} ${about}`);
    progress('equal work');
    const differs = await difference(ours, torch, settings);
    console.log(
      `equal work: ${settings.check.steps} TRAPO steps without randomness (rows, tokens, rewards, loss, gradient norm): ` +
        (differs ?? `the same within ${settings.check.tolerance}`),
    );
    progress('TRAPO');
    const figures = await compare(
      'TRAPO step',
      'trapo',
      [ours, differs ? { ...torch, about: differs } : torch],
      2,
      quick ? QUICK : TRAPO,
    );
    progress('GRPO');
    figures.push(...(await compare('GRPO step', 'dr-grpo', [ours, trl], 10, quick ? QUICK : GRPO)));
    console.log(`\n${printed(figures)}`);

    let kilobytes = 0;
    const run = async (steps: number) => {
      const answer = await ours.peer!.ask<Worked>({ cmd: 'work', task: 'train', steps });
      kilobytes = answer.kilobytes;
      return answer.steps;
    };
    const watched = await watch(
      'TRAPO steps',
      quick ? 100 : settings.memory.steps,
      run,
      async () => kilobytes,
    );
    console.log('');
    printWatched('TRAPO steps, resident memory of the process', watched);
    if (json !== undefined)
      await writeFile(json, `${JSON.stringify({ figures, memory: watched }, undefined, 1)}\n`);
    return !differs && watched.flat;
  } finally {
    for (const { peer } of [ours, torch, trl]) peer?.close();
    await rm(folder, { recursive: true });
  }
}

/** What the sides do not agree in, in words. */
async function difference(ours: Side, other: Side, { check }: Settings): Promise<string | undefined> {
  if (!ours.peer || !other.peer) return undefined;
  const request = { cmd: 'greedy' as const, threads: THREADS, steps: check.steps };
  const [mine, theirs] = [await ours.peer.ask<Greedy>(request), await other.peer.ask<Greedy>(request)];
  for (const [i, step] of mine.steps.entries()) {
    for (const [name, value] of Object.entries(step)) {
      const found = theirs.steps[i]![name as keyof typeof step];
      const close = Math.abs(found - value) <= check.tolerance * Math.max(1, Math.abs(value));
      if (!close) return `differs: ${name} of step ${i + 1} is ${found}, trapo's ${value}`;
    }
  }
  return undefined;
}

async function compare(
  what: string,
  method: 'trapo' | 'dr-grpo',
  sides: readonly Side[],
  wanted: number,
  effort: Effort,
): Promise<Figure[]> {
  const ready = sides.filter(({ peer, about }) => peer && !about.startsWith('differs'));
  const taken = await inTurns(
    ready.map(({ peer }) => async runs => {
      const { ms } = await peer!.ask<Times>({ cmd: 'train', method, threads: THREADS, ...runs });
      return ms;
    }),
    effort,
  );
  return sides.map((side): Figure => {
    const figure = { what, who: side.name, threads: THREADS, unit: 'ms a step' };
    const i = ready.indexOf(side);
    if (i < 0) return { ...figure, absent: side.about };
    const ratio = i > 0 ? pairedRatio(taken[i]!, taken[0]!) : undefined;
    return {
      ...figure,
      ...spread(taken[i]!.flat()),
      ...(ratio !== undefined && { ratio, ...barOf(wanted, ratio) }),
    };
  });
}

function printed(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, who, threads, ratio, bar, absent, median, ...rest }) => [
    what,
    who,
    `${threads}`,
    absent ?? spreadText({ median: median!, ...rest }),
    absent ? '' : (1000 / median!).toFixed(2),
    ratio === undefined ? '' : times(ratio),
    barText(bar, times),
  ]);
  return table(['step', 'side', 'threads', 'ms', 'steps a second', 'trapo is', 'bar'], rows, 2);
}

// `pnpm bench models`: a model of the Hub's size, loaded, prefilled, decoded and trained, against transformers on PyTorch
// with the same checkpoint in the same run.

import { rm, writeFile } from 'node:fs/promises';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import type { Options } from './commandLine.ts';
import { difference } from './engine/equality.ts';
import { barOf, barText, type Figure, spreadText, times } from './engine/figure.ts';
import { machine } from './machine.ts';
import { type Effort, inTurns, pairedRatio, spread } from './measure.ts';
import { writeMaterial } from './models/material.ts';
import { readSettings, type Settings } from './models/settings.ts';
import { introduced, node, script } from './peers/contenders.ts';
import type { Peer } from './peers/peer.ts';
import type { Check, Memory, Request, Runs, Times } from './peers/protocol.ts';
import { progress } from './progress.ts';
import { preparePython, withPackages } from './python.ts';
import { table } from './table.ts';

const THREADS = 2;
const FASTER = 1;
const MEMORY = 1.1;
const LOADS = { full: 5, quick: 1 };
const FULL: Effort = { turns: 5, repeats: 3, seconds: 20, least: 3 };
const QUICK: Effort = { turns: 2, repeats: 1, seconds: 2, least: 2 };

interface Side {
  readonly name: string;
  readonly about: string;
  readonly peer?: Peer;
}

type Start = () => Promise<readonly Side[]>;

/** Prints the tables; resolves to whether both sides computed the same. */
export async function models({ quick, json }: Options): Promise<boolean> {
  const settings = readSettings();
  await buildKernels();
  const python = withPackages(preparePython(), 'transformers', ['transformers', 'safetensors']);
  console.log(machine());
  progress('drawing the checkpoint');
  const folder = await writeMaterial(settings);
  const start: Start = async () => [
    await introduced('trapo', node('../models/ours.ts', folder)),
    await introduced('PyTorch', script(python, 'models.py', folder)),
  ];
  try {
    const figures = await measure(settings, start, quick);
    if (typeof figures === 'string') {
      console.log(figures);
      return false;
    }
    console.log(`\n${printed(figures)}`);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`);
    return true;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** All figures, or what the sides compute differently. */
async function measure(settings: Settings, start: Start, quick: boolean): Promise<Figure[] | string> {
  const effort = quick ? QUICK : FULL;
  const { figures, sides } = await load(start, quick ? LOADS.quick : LOADS.full);
  try {
    for (const { name, about } of sides) console.log(`${name.padEnd(10)} ${about}`);
    const ask = (side: Side, cmd: 'check' | 'losses') => side.peer!.ask<Check>({ cmd, threads: THREADS });
    const compared = async (cmd: 'check' | 'losses'): Promise<string | undefined> => {
      const [ours, theirs] = sides.filter(({ peer }) => peer);
      if (!ours || !theirs) return undefined;
      const found = [await ask(ours, cmd), await ask(theirs, cmd)] as const;
      return difference(...found, settings.check.tolerance);
    };
    progress('equal work: greedy completions');
    const tokens = await compared('check');
    if (tokens) return `differs: ${tokens}`;
    for (const rows of settings.prefill.rows) {
      progress(`prefill, ${rows} rows`);
      const what = `prefill, ${rows} x ${settings.prefill.promptTokens} tokens`;
      const request = (runs: Runs) => ({ cmd: 'prefill', rows, ...runs }) as const;
      figures.push(...(await timedFigures(sides, what, request, effort)));
    }
    for (const rows of settings.decoding.rows) {
      progress(`decoding, ${rows} rows`);
      const what = `decode, ${rows} rows, ${settings.decoding.newTokens} tokens`;
      const request = (runs: Runs) => ({ cmd: 'decode', rows, ...runs }) as const;
      figures.push(...(await timedFigures(sides, what, request, effort)));
    }
    figures.push(...(await memory(sides, 'peak memory, sampling')));
    progress('equal work: losses around an update');
    const loss = await compared('losses');
    if (loss) return `differs: ${loss}`;
    console.log('equal work: greedy completions are the same, losses before and after an update agree');
    progress('training');
    const { rows, tokens: length } = settings.training;
    const request = (runs: Runs) => ({ cmd: 'train', ...runs }) as const;
    figures.push(
      ...(await timedFigures(sides, `training step, ${rows} x ${length} tokens`, request, effort)),
    );
    figures.push(...(await memory(sides, 'peak memory, with training')));
    return figures;
  } finally {
    for (const { peer } of sides) peer?.close();
  }
}

/** Loads in new processes, in turns; the last ones stay. */
async function load(start: Start, turns: number): Promise<{ figures: Figure[]; sides: readonly Side[] }> {
  const taken: number[][][] = [];
  for (let turn = 0; ; turn++) {
    progress(`loading, ${turn + 1} of ${turns}`);
    const sides = await start();
    for (const [i, { peer }] of sides.entries()) {
      taken[i] ??= [];
      if (peer) taken[i].push([...(await peer.ask<Times>({ cmd: 'load', threads: THREADS })).ms]);
    }
    if (turn === turns - 1) return { figures: figuresOf(sides, 'load, to the first token', taken), sides };
    for (const { peer } of sides) peer?.close();
  }
}

async function timedFigures(
  sides: readonly Side[],
  what: string,
  request: (runs: Runs) => Request,
  effort: Effort,
): Promise<Figure[]> {
  const there = sides.filter(({ peer }) => peer);
  const taken = await inTurns(
    there.map(
      ({ peer }) =>
        async runs =>
          (await peer!.ask<Times>(request({ threads: THREADS, ...runs }))).ms,
    ),
    effort,
  );
  return figuresOf(
    sides,
    what,
    sides.map(side => taken[there.indexOf(side)] ?? []),
  );
}

function figuresOf(
  sides: readonly Side[],
  what: string,
  taken: readonly (readonly (readonly number[])[])[],
): Figure[] {
  return sides.map(({ name, peer, about }, i): Figure => {
    const figure = { what, who: name, threads: THREADS, unit: 'ms' };
    if (!peer) return { ...figure, absent: about };
    const measured = { ...figure, ...spread(taken[i]!.flat()) };
    if (i === 0 || !sides[0]!.peer) return measured;
    const ratio = pairedRatio(taken[i]!, taken[0]!);
    return { ...measured, ratio, ...barOf(FASTER, ratio) };
  });
}

/** The most that each process has had resident so far. The ratio is theirs over ours, as with times. */
async function memory(sides: readonly Side[], what: string): Promise<Figure[]> {
  const peaks: (number | undefined)[] = [];
  for (const { peer } of sides) {
    peaks.push(peer ? ((await peer.ask<Memory>({ cmd: 'memory' })).kilobytes ?? undefined) : undefined);
  }
  return sides.map(({ name, about }, i): Figure => {
    const figure = { what, who: name, threads: THREADS, unit: 'MiB' };
    const [ours, own] = [peaks[0], peaks[i]];
    if (own === undefined)
      return { ...figure, absent: about.startsWith('absent') ? about : 'not known here' };
    const measured = { ...figure, ...spread([own / 1024]) };
    return i === 0 || ours === undefined
      ? measured
      : { ...measured, ratio: own / ours, ...barOf(1 / MEMORY, own / ours) };
  });
}

function printed(figures: readonly Figure[]): string {
  const rows = figures.map(({ what, who, unit, ratio, bar, absent, median, least, most }) => [
    what,
    who,
    absent ??
      (unit === 'MiB' ? median!.toFixed(0) : spreadText({ median: median!, least: least!, most: most! })),
    unit,
    ratio === undefined ? '' : times(ratio),
    barText(bar, times),
  ]);
  return table(['task', 'side', 'median (least-most)', 'unit', 'theirs / ours', 'bar'], rows, 2);
}

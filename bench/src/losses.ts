// `pnpm bench losses`: TRAPO's loss with its gradient and metrics on a million tokens, against PyTorch's autograd, in one run.

import { rm, writeFile } from 'node:fs/promises';
import type { Options } from './commandLine.ts';
import { barOf, barText, type Figure, spreadText, times } from './engine/figure.ts';
import { ALPHA, RESPONSE_LENGTH, TOKENS, writeMaterial } from './losses/material.ts';
import { machine } from './machine.ts';
import { type Effort, inTurns, pairedRatio, spread } from './measure.ts';
import { introduced, node, script } from './peers/contenders.ts';
import type { Peer } from './peers/peer.ts';
import type { Check, Times } from './peers/protocol.ts';
import { progress } from './progress.ts';
import { preparePython } from './python.ts';
import { table } from './table.ts';

const THREADS = 2;
const FULL: Effort = { turns: 15, repeats: 10, seconds: 20, least: 5 };
const QUICK: Effort = { turns: 3, repeats: 3, seconds: 2, least: 2 };

interface Side {
  readonly name: string;
  readonly peer?: Peer;
  readonly about: string;
  /** How far its numbers may be from ours, relative. */
  readonly tolerance: number;
  readonly wanted?: number;
}

/** Prints the table; resolves to whether the sides computed the same. */
export async function losses({ quick, json }: Options): Promise<boolean> {
  const python = preparePython();
  console.log(machine());
  const folder = await writeMaterial();
  const torch = (precision: string) =>
    script(python, 'losses.py', precision, folder, `${ALPHA}`, `${RESPONSE_LENGTH}`);
  const sides: Side[] = [
    { ...(await introduced('trapo', node('../losses/ours.ts', folder))), tolerance: 0 },
    { ...(await introduced('PyTorch float64', torch('float64'))), tolerance: 1e-9, wanted: 1 },
    { ...(await introduced('PyTorch float32', torch('float32'))), tolerance: 1e-3 },
  ];
  try {
    for (const { name, about } of sides) console.log(`${name.padEnd(16)} ${about}`);
    progress('equal work');
    const differences = await Promise.all(sides.map(side => difference(sides[0]!, side)));
    const agree = differences.every(found => found === undefined);
    console.log(
      `equal work: the loss, three sums of the gradient, five metrics: ${agree ? 'the same within 1e-9 in float64, 1e-3 in float32' : 'they differ'}`,
    );
    progress('timing');
    const figures = await compare(
      sides.map((side, i) => (differences[i] ? { ...side, about: differences[i] } : side)),
      quick ? QUICK : FULL,
    );
    console.log(`\nTRAPO's loss and gradient, ${TOKENS.toLocaleString('en')} tokens\n${printed(figures)}`);
    if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`);
    return agree;
  } finally {
    for (const { peer } of sides) peer?.close();
    await rm(folder, { recursive: true });
  }
}

/** What a side computes otherwise than ours, in words. */
async function difference(ours: Side, { peer, tolerance }: Side): Promise<string | undefined> {
  if (!ours.peer || !peer) return undefined;
  const request = { cmd: 'check', threads: THREADS } as const;
  const [{ losses: mine }, { losses: theirs }] = [
    await ours.peer.ask<Check>(request),
    await peer.ask<Check>(request),
  ];
  const at = mine.findIndex((value, i) => !(Math.abs(theirs[i]! - value) <= tolerance * Math.abs(value)));
  if (at < 0) return undefined;
  const what = [
    'the loss',
    'its gradient',
    "its gradient's squares",
    'its gradient by place',
    ...['policy loss', 'prefix loss', 'drift', 'expert probability', 'share outside the trust region'],
  ][at];
  return `differs: ${what} is ${theirs[at]}, trapo's ${mine[at]}`;
}

async function compare(sides: readonly Side[], effort: Effort): Promise<Figure[]> {
  const ready = sides.filter(({ peer, about }) => peer && !about.startsWith('differs'));
  const taken = await inTurns(
    ready.map(({ peer }) => async runs => {
      const { ms } = await peer!.ask<Times>({ cmd: 'train', threads: THREADS, ...runs });
      return ms;
    }),
    effort,
  );
  return sides.map((side): Figure => {
    const i = ready.indexOf(side);
    const threads = i === 0 ? 1 : THREADS;
    const figure = { what: 'loss and gradient', who: side.name, threads, unit: 'ms' };
    if (i < 0) return { ...figure, absent: side.about };
    const ratio = i > 0 ? pairedRatio(taken[i]!, taken[0]!) : undefined;
    return {
      ...figure,
      ...spread(taken[i]!.flat()),
      ...(ratio !== undefined && { ratio, ...barOf(side.wanted, ratio) }),
    };
  });
}

function printed(figures: readonly Figure[]): string {
  const rows = figures.map(({ who, threads, ratio, bar, absent, median, ...rest }) => [
    who,
    `${threads}`,
    absent ?? spreadText({ median: median!, ...rest }),
    ratio === undefined ? '' : times(ratio),
    barText(bar, times),
  ]);
  return table(['side', 'threads', 'ms', 'trapo is', 'bar'], rows);
}

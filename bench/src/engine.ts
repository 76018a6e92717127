// `pnpm bench engine`: how fast models train and decode and matrices multiply, all sides taking turns in one run.

import { rm, writeFile } from 'node:fs/promises';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import type { Options } from './commandLine.ts';
import { decode } from './engine/decode.ts';
import { checkAll } from './engine/equality.ts';
import type { Figure } from './engine/figure.ts';
import { gemm } from './engine/gemm.ts';
import { gemmTable } from './engine/gemmTable.ts';
import { writeMaterial } from './engine/material.ts';
import { printChecks, printSides, printSummary } from './engine/report.ts';
import { describe, type ModelSettings, readSettings } from './engine/settings.ts';
import { train } from './engine/train.ts';
import { machine } from './machine.ts';
import type { Effort } from './measure.ts';
import { type Contender, type Name, startContender } from './peers/contenders.ts';
import { buildPeakKernel } from './peers/kernels.ts';
import { progress } from './progress.ts';
import { type Python, preparePython } from './python.ts';

const ALL: readonly Name[] = [
  'trapo',
  'trapo 128-bit',
  'PyTorch eager',
  'torch.compile',
  'jax-js',
  'TensorFlow.js',
];
/** The JavaScript libraries train the model that their bar is about. */
const LIBRARIES_TRAIN = 'a';
const THREADS = 2;

const TRAINING: Effort = { turns: 6, repeats: 3, seconds: 8, least: 3 };
const DECODING: Effort = { turns: 5, repeats: 3, seconds: 4, least: 3 };
const QUICK: Effort = { turns: 2, repeats: 1, seconds: 2, least: 2 };
const GEMM_TURNS = { full: 5, quick: 2 };

/** Runs the bench and prints its tables; resolves to whether all sides that were timed computed the same. */
export async function engine({ only, models, quick, json }: Options): Promise<boolean> {
  const settings = readSettings();
  const unknown = models?.find(name => !settings.models.some(model => model.name === name));
  if (unknown !== undefined) {
    const names = settings.models.map(({ name }) => name).join(', ');
    throw new Error(`--models takes ${names}, for example --models a,b; got ${unknown}`);
  }
  await buildKernels();
  const python = preparePython();
  console.log(machine());
  const figures: Figure[] = [];
  if (only.includes('gemm')) {
    await buildPeakKernel();
    const sides = await start(
      ALL.filter(name => name !== 'torch.compile'),
      { python, threads: 1 },
    );
    printSides(sides);
    const result = await gemm(sides, settings.products, quick ? GEMM_TURNS.quick : GEMM_TURNS.full, progress);
    for (const { peer } of sides) peer?.close();
    console.log(`\n${gemmTable(result)}`);
    figures.push(...result.peaks, ...result.rows.flatMap(row => row.figures));
  }
  if (only.includes('train') || only.includes('decode')) {
    for (const model of settings.models) {
      if (!models || models.includes(model.name))
        figures.push(...(await measureModel(model, { only, quick, python })));
    }
  }
  printSummary(figures);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(figures, undefined, 1)}\n`);
  return figures.every(({ absent }) => !absent?.startsWith('differs'));
}

async function measureModel(
  model: ModelSettings,
  { only, quick, python }: Pick<Options, 'only' | 'quick'> & { readonly python: Python },
): Promise<Figure[]> {
  const { name, decoding } = model;
  const [trains, decodes] = [only.includes('train'), only.includes('decode') && decoding !== undefined];
  if (!trains && !decodes) return [];
  const names = ALL.filter(side => {
    if (side === 'jax-js' || side === 'TensorFlow.js') return trains && name === LIBRARIES_TRAIN;
    return trains || side !== 'torch.compile';
  });
  const folder = await writeMaterial(model);
  // whoever has answered has read its material
  const sides = await start(names, { python, threads: THREADS, folder }).finally(() =>
    rm(folder, { recursive: true }),
  );
  try {
    console.log(`\n${describe(model)}`);
    printSides(sides);
    progress(`${name}: equal work`);
    const checked = await checkAll(sides, model, THREADS);
    printChecks(checked, model);
    const figures: Figure[] = [];
    if (trains) {
      progress(`${name}: training`);
      figures.push(...(await train(model, checked, quick ? QUICK : TRAINING)));
    }
    if (decodes) {
      progress(`${name}: decoding`);
      figures.push(...(await decode(model, checked, quick ? QUICK : DECODING)));
    }
    return figures;
  } finally {
    for (const { peer } of sides) peer?.close();
  }
}

async function start(
  names: readonly Name[],
  how: { readonly python: Python; readonly threads: number; readonly folder?: string },
): Promise<Contender[]> {
  const sides: Contender[] = [];
  for (const name of names) sides.push(await startContender(name, how));
  return sides;
}

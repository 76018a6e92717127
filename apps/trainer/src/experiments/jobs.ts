// The runs that a table is made of: base models, then each experiment from one of them, in folders that say which is which.

import { join } from 'node:path';
import type { MethodName } from '@trapo/trainer';
import type { Config, Rates } from '../config/config.ts';
import { loadChanged } from '../config/load.ts';
import { merge, type Tree } from '../config/merge.ts';
import type { StudyRow, TableSettings } from './settings.ts';

/** One run. */
export interface Job {
  readonly folder: string;
  readonly config: Config;
  /** How many trainings it holds, to know how far all is. */
  readonly trainings: number;
}

/** An experiment: a base, and the seed of prompts, problems and benchmarks. */
export interface Cell {
  readonly base: number;
  readonly seed: number;
}

/** Every base with its seeds: 1001 has 100101, 100102, ... */
export const cellsOf = (bases: readonly number[], seeds: number): Cell[] =>
  bases.flatMap(base => Array.from({ length: seeds }, (_, i) => ({ base, seed: 100 * base + i + 1 })));

const baseFolder = (out: string, base: number): string => join(out, 'bases', `${base}`);

/** The pretraining of each base, with no method. */
export async function baseJobs(
  settings: TableSettings,
  bases: readonly number[],
  out: string,
): Promise<Job[]> {
  const jobs = bases.map(async (base): Promise<Job> => {
    const config = await configOf(settings, { name: `${settings.name}-base`, seed: base });
    return { folder: baseFolder(out, base), config: { ...config, methods: {} }, trainings: 1 };
  });
  return Promise.all(jobs);
}

/** The run of a row of a study on a cell. */
export async function cellJob(
  settings: TableSettings,
  { base, seed }: Cell,
  { methods, training = {} }: StudyRow,
  folder: string,
  out: string,
  ratesOf: (method: MethodName) => Rates | undefined = method => tunedRates(settings, method),
): Promise<Job> {
  const rates = (method: MethodName) => {
    const learningRate = ratesOf(method);
    return learningRate === undefined ? {} : { learningRate };
  };
  const config = await configOf(settings, {
    name: settings.name,
    seed,
    model: { path: join(baseFolder(out, base), 'base', 'checkpoint') },
    methods: Object.fromEntries(methods.map(method => [method, rates(method)])),
    training,
  });
  return { folder, config, trainings: methods.length };
}

/** Ablations of the subject that were not tuned themselves have its rate; others their own, or the recipe's. */
function tunedRates({ learningRates }: TableSettings, method: MethodName): Rates | undefined {
  const own = learningRates[method];
  if (method === 'sft-then-rl' && own !== undefined) return [learningRates.sft ?? own, own];
  return own ?? (['micro-groups', 'luffy-prefix'].includes(method) ? learningRates.trapo : undefined);
}

/** The recipe with `over` in place of what it says: models and methods as a whole, other sections key by key. */
async function configOf({ recipe }: TableSettings, over: Tree): Promise<Config> {
  const { model, methods, ...rest } = over;
  return loadChanged(recipe, tree => ({
    ...(merge(tree, rest) as Tree),
    ...(model !== undefined && { model }),
    ...(methods !== undefined && { methods }),
  }));
}

// From what a user names to a model's folder: the folder itself, a stage of a run, or a run.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { isTree, type Tree } from '../config/merge.ts';

export interface FoundModel {
  /** With config.json, weights and tokenizer. */
  readonly folder: string;
  /** What to call it: the run's and the stage's name, or the folder's. */
  readonly name: string;
  /** The run that made it, where it lies in one. */
  readonly run?: string;
  /** The stage of that run. */
  readonly stage?: string;
}

const CHECKPOINT = 'checkpoint';
const isModel = (folder: string): boolean => existsSync(join(folder, 'config.json'));
const isRun = (folder: string): boolean => existsSync(join(folder, 'config.yaml'));

/**
 * Finds the model of a path. Of a run it is that of its last method that was trained to the end.
 * @throws Error that says what is there, and what to give
 */
export async function findModel(cwd: string, path: string): Promise<FoundModel> {
  const given = resolve(cwd, path);
  if (isModel(given)) return described(given);
  if (isModel(join(given, CHECKPOINT))) return described(join(given, CHECKPOINT));
  if (isRun(given)) {
    const { methods } = await configOf(given);
    const stages = ['base', ...Object.keys(isTree(methods) ? methods : {})];
    const trained = stages.filter(stage => isModel(join(given, stage, CHECKPOINT)));
    const last = trained.at(-1);
    if (last) return described(join(given, last, CHECKPOINT));
    throw new Error(
      `the run ${given} has no trained model yet; wait for its first stage, or \`trapo resume\` it`,
    );
  }
  throw new Error(
    `${given} is no model: ${existsSync(given) ? 'it has no config.json' : 'there is nothing'}; give a run, a stage of it, ` +
      'or a folder with config.json, weights and tokenizer.json, for example runs/mine/trapo',
  );
}

function described(folder: string): FoundModel {
  const stage = dirname(folder);
  const run = dirname(stage);
  if (basename(folder) !== CHECKPOINT || !isRun(run)) return { folder, name: basename(folder) };
  return { folder, run, stage: basename(stage), name: `${basename(run)}-${basename(stage)}` };
}

/** The config of a run, as it was resolved. */
export async function configOf(run: string): Promise<Tree> {
  const config: unknown = parse(await readFile(join(run, 'config.yaml'), 'utf8'));
  return isTree(config) ? config : {};
}

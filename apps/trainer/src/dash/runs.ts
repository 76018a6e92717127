// The runs that a dashboard shows. A request names a run by its id, and a stage by its name, never a path: both are looked
// up in what was found here.

import { existsSync } from 'node:fs';
import { readdir, realpath } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { RunInfo, StageInfo } from '@trapo/dashboard';
import { parse } from 'yaml';
import type { Compared } from '../compare/comparison.ts';
import { isTree, type Tree } from '../config/merge.ts';
import { HttpError } from '../http/httpError.ts';
import { labelOf } from '../labels.ts';
import type { Results } from '../run/results.ts';
import { type StageLogs, stageLogs } from './logs/stageLogs.ts';
import { readInside, stageFolders, statInside } from './runFiles.ts';

export interface Run {
  readonly id: string;
  /** As `realpath` gives it. */
  readonly root: string;
}

export interface Runs {
  /** Looks for runs that are new; newest last by folder name, in the order of the given folders. */
  find(): Promise<readonly Run[]>;
  /** @throws HttpError 404 */
  run(id: string): Promise<Run>;
  /** @throws HttpError 404 */
  logs(id: string, stage: string): Promise<StageLogs>;
  info(run: Run): Promise<RunInfo>;
}

/** What makes a folder a run's. */
const CONFIG = 'config.yaml';

/**
 * Runs in these folders: each a run's, or one with runs in it.
 * @throws Error when one of them is neither
 */
export async function openRuns(folders: readonly string[]): Promise<Runs> {
  const roots: string[] = [];
  for (const folder of folders) {
    const root = await realpath(folder).catch(() => {
      throw new Error(
        `there is no folder ${folder}; give a run's folder or one with runs in it, for example runs`,
      );
    });
    roots.push(root);
  }
  const known = new Map<string, Run>();
  const logs = new Map<string, StageLogs>();

  const find = async (): Promise<readonly Run[]> => {
    for (const root of (await Promise.all(roots.map(runsIn))).flat()) {
      if ([...known.values()].some(run => run.root === root)) continue;
      const id = freeId(basename(root), known);
      known.set(id, { id, root });
    }
    return [...known.values()];
  };
  const run = async (id: string): Promise<Run> => {
    const found = known.get(id) ?? (await find()).find(candidate => candidate.id === id);
    if (found) return found;
    throw new HttpError(404, `no run is named ${JSON.stringify(id)}; /api/runs lists them`);
  };

  return {
    find,
    run,
    async logs(id, stage) {
      const { root } = await run(id);
      const key = JSON.stringify([id, stage]);
      const opened = logs.get(key);
      if (opened) return opened;
      if (!(await stageFolders(root)).includes(stage)) {
        throw new HttpError(
          404,
          `run ${id} has no stage named ${JSON.stringify(stage)}; /api/runs lists them`,
        );
      }
      const made = stageLogs(root, stage);
      logs.set(key, made);
      return made;
    },
    info,
  };
}

/** A run's own folder, or those of the runs in it. */
async function runsIn(root: string): Promise<string[]> {
  if (existsSync(join(root, CONFIG))) return [root];
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  return entries
    .filter(entry => entry.isDirectory() && existsSync(join(root, entry.name, CONFIG)))
    .map(entry => join(root, entry.name))
    .sort();
}

/** The folder's name, with a number where two have the same. */
function freeId(name: string, taken: ReadonlyMap<string, Run>): string {
  for (let i = 1; ; i++) {
    const id = i === 1 ? name : `${name}-${i}`;
    if (!taken.has(id)) return id;
  }
}

async function info({ id, root }: Run): Promise<RunInfo> {
  const config = await configOf(root);
  const record = tree(json(await readInside(root, 'run.json')));
  const training = tree(config.training);
  const results = await statInside(root, 'results.json');
  const stages = await stagesOf(root, config);
  const changes = await Promise.all(
    ['config.yaml', 'results.json', ...stages.map(({ name }) => join(name, 'metrics.jsonl'))].map(file =>
      statInside(root, ...file.split('/')),
    ),
  );
  return {
    id,
    name: typeof config.name === 'string' ? config.name : id,
    seed: typeof config.seed === 'number' ? config.seed : 0,
    ...(typeof record.started === 'string' && { started: record.started }),
    finished: results !== undefined,
    updated: Math.max(0, ...changes.map(change => change?.changed ?? 0)),
    ...(typeof training.alpha === 'number' && { alpha: training.alpha }),
    stages,
  };
}

/** A run's config as it was resolved; empty when it can't be read. */
export async function configOf(root: string): Promise<Tree> {
  try {
    return tree(parse((await readInside(root, CONFIG)) ?? ''));
  } catch {
    return {};
  }
}

/** A run's results; undefined while it has none. */
export async function comparedOf({ id, root }: Run): Promise<Compared | undefined> {
  const results = json(await readInside(root, 'results.json')) as Results | null | undefined;
  if (!results) return undefined;
  const seconds = tree(tree(json(await readInside(root, 'run.json'))).seconds);
  return { id, results, seconds: seconds as Record<string, number> };
}

/** Stages that have logs: the base, then methods as the config orders them, then any others. */
async function stagesOf(root: string, config: Tree): Promise<StageInfo[]> {
  const [methods, training, pretrain] = [tree(config.methods), tree(config.training), tree(config.pretrain)];
  const order = ['base', ...Object.keys(methods)];
  const place = (name: string) => (order.includes(name) ? order.indexOf(name) : order.length);
  const stages: StageInfo[] = [];
  for (const name of (await stageFolders(root)).sort((a, b) => place(a) - place(b))) {
    const logs = ['metrics.jsonl', 'rollouts.jsonl'];
    const sizes = await Promise.all(logs.map(log => statInside(root, name, log)));
    if (sizes.every(size => size === undefined)) continue;
    const total = name === 'base' ? pretrain.steps : (tree(methods[name]).steps ?? training.steps);
    stages.push({ name, label: labelOf(name), ...(typeof total === 'number' && { total }) });
  }
  return stages;
}

const tree = (value: unknown): Tree => (isTree(value) ? value : {});

function json(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? 'null');
  } catch {
    return undefined; // half written
  }
}

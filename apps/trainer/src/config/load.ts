// From the command line to a config that can be run.

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { faultsOf } from './check.ts';
import type { Config } from './config.ts';
import { ConfigError } from './configError.ts';
import { explain } from './explain.ts';
import { completed, isTree, type Tree } from './merge.ts';
import { configSchema } from './schema.ts';

/** The recipe that `start` runs, and the source of every default. */
export const defaultRecipe: string = join(
  // the same from the sources and from the bundle
  dirname(createRequire(import.meta.url).resolve('@trapo/app-trainer/package.json')),
  'recipes/two-digits.yaml',
);

/** What the command line overrides. */
export interface Overrides {
  readonly seed?: number;
  readonly threads?: number;
  /** Which methods to run, in order. */
  readonly methods?: readonly string[];
}

/**
 * Reads a config, completes it from the default recipe and checks it; its relative paths are relative to its folder.
 * @throws ConfigError with every fault found; an Error if the file is missing or no YAML
 */
export const loadConfig = (file: string = defaultRecipe, overrides: Overrides = {}): Promise<Config> =>
  loadChanged(file, tree => overridden(tree, overrides));

/** As `loadConfig`, with a change to what was read before it is checked. */
export async function loadChanged(file: string, change: (tree: Tree) => Tree): Promise<Config> {
  const recipe = await readYaml(defaultRecipe);
  const given = file === defaultRecipe ? recipe : await readYaml(file);
  const tree = change(completed(recipe, given));
  const modelIsPath = isTree(tree.model) && 'path' in tree.model;
  const { success, data: config, error } = configSchema(modelIsPath).safeParse(tree);
  if (!success) throw new ConfigError(file, explain(error.issues, tree, recipe));
  // zod orders keys as the schema does; methods run in the order given
  const ordered = { ...config, methods: inOrderOf(tree.methods as Tree, config.methods) };
  const faults = faultsOf(ordered);
  if (faults.length > 0) throw new ConfigError(file, faults);
  return withAbsolutePaths(ordered, dirname(resolve(file)));
}

async function readYaml(file: string): Promise<Tree> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new Error(
      cause.code === 'ENOENT'
        ? `there is no config ${file}; begin with a copy of ${defaultRecipe}`
        : `can't read the config ${file}: ${cause.message}`,
      { cause },
    );
  });
  const tree = parseYaml(file, text);
  if (isTree(tree)) return tree;
  throw new ConfigError(file, [
    `the config: keys and values are needed, for example "seed: 1"; received ${JSON.stringify(tree)}`,
  ]);
}

function parseYaml(file: string, text: string): unknown {
  try {
    return parse(text) ?? {};
  } catch (cause) {
    throw new ConfigError(file, [`no YAML: ${(cause as Error).message}`]);
  }
}

function overridden(tree: Tree, { seed, threads, methods }: Overrides): Tree {
  const given = isTree(tree.methods) ? tree.methods : {};
  return {
    ...tree,
    ...(seed !== undefined && { seed }),
    ...(threads !== undefined && { device: { threads } }),
    ...(methods && { methods: Object.fromEntries(methods.map(name => [name, given[name] ?? {}])) }),
  };
}

const inOrderOf = <T extends object>(order: Tree, values: T): T =>
  Object.fromEntries(Object.keys(order).map(key => [key, values[key as keyof T]])) as T;

function withAbsolutePaths(config: Config, folder: string): Config {
  const { data, model } = config;
  const absolute = (path: string) => resolve(folder, path);
  return {
    ...config,
    ...('path' in model && { model: { path: absolute(model.path) } }),
    ...(data && {
      data: {
        ...data,
        ...(data.pretrain && { pretrain: absolute(data.pretrain) }),
        train: absolute(data.train),
        benchmarks: Object.fromEntries(
          Object.entries(data.benchmarks).map(([name, path]) => [name, absolute(path)]),
        ),
      },
    }),
  };
}

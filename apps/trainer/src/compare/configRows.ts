// Configs key by key, to see what two runs differ in.

import type { ConfigRows } from '@trapo/dashboard';
import { isTree, type Tree } from '../config/merge.ts';

/** Every key as a path (`training.alpha`) with its value as JSON, null where a config doesn't have it. */
export function configRows(configs: ReadonlyMap<string, Tree>): ConfigRows {
  const flat = [...configs.values()].map(config => new Map(leaves(config, '')));
  const keys = new Set(flat.flatMap(entries => [...entries.keys()]));
  return {
    runs: [...configs.keys()],
    rows: [...keys].map(key => ({ key, values: flat.map(entries => entries.get(key) ?? null) })),
  };
}

function* leaves(value: unknown, path: string): Generator<[string, string]> {
  if (!isTree(value) || Object.keys(value).length === 0) {
    yield [path, JSON.stringify(value)];
    return;
  }
  for (const [key, inner] of Object.entries(value))
    yield* leaves(inner, path === '' ? key : `${path}.${key}`);
}

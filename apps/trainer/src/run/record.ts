// run.json: what a run was made with, so that it can be made again.

import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DeviceReport } from '@trapo/tensor';
import type { Config, DataConfig } from '../config/config.ts';
import { readJson, sha256, writeJson } from './files.ts';

export interface RunRecord {
  readonly name: string;
  readonly seed: number;
  readonly started: string;
  /** When all was done, the report included. */
  readonly finished?: string;
  /** When it went on after a stop, and with what. */
  readonly resumed?: readonly {
    readonly at: string;
    readonly versions: RunRecord['versions'];
    readonly device: DeviceReport;
  }[];
  readonly versions: Readonly<Record<string, string>>;
  readonly device: DeviceReport;
  /** Of each file of rows. */
  readonly data: Readonly<Record<string, { readonly file: string; readonly sha256: string }>>;
  readonly parameters: number;
  /** Of training alone, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
}

const FILE = 'run.json';
const require = createRequire(import.meta.url);
const packages = ['app-trainer', 'models', 'prefix-select', 'tasks', 'tensor', 'trainer', 'verifiers'].map(
  name => `@trapo/${name}`,
);

export async function recordOf(
  { name, seed }: Config,
  files: DataConfig,
  device: DeviceReport,
  parameters: number,
): Promise<RunRecord> {
  const data: Record<string, { file: string; sha256: string }> = {};
  const { pretrain, train, benchmarks } = files;
  for (const [rows, file] of Object.entries({ ...(pretrain && { pretrain }), train, ...benchmarks })) {
    data[rows] = { file, sha256: await sha256(file) };
  }
  const started = new Date().toISOString();
  return { name, seed, started, versions: versions(), device, data, parameters, seconds: {} };
}

export const writeRecord = (folder: string, record: RunRecord): Promise<void> =>
  writeJson(join(folder, FILE), record);

/** Whether a run in this folder got as far as its first step. */
export const isBegun = (folder: string): boolean => existsSync(join(folder, FILE));

/** Whether there is nothing left to do for the run in this folder. */
export async function isFinished(folder: string): Promise<boolean> {
  return isBegun(folder) && (await readJson<RunRecord>(join(folder, FILE))).finished !== undefined;
}

/**
 * What a run that goes on was begun with, told what it goes on with now.
 * @throws Error when rows have changed since: the run could neither be repeated nor explained
 */
export async function continued(folder: string, now: RunRecord): Promise<RunRecord> {
  const begun = await readJson<RunRecord>(join(folder, FILE));
  for (const [name, { file, sha256 }] of Object.entries(begun.data)) {
    if (now.data[name]?.sha256 === sha256) continue;
    throw new Error(
      `${file} has changed since the run began (sha256 ${sha256}, now ${now.data[name]?.sha256}): put the old file ` +
        'back, or start a new run with the new one',
    );
  }
  return {
    ...begun,
    resumed: [...(begun.resumed ?? []), { at: now.started, versions: now.versions, device: now.device }],
  };
}

/** Of Node and of our packages. */
function versions(): Record<string, string> {
  const version = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  return { node: process.version, ...Object.fromEntries(packages.map(name => [name, version(name)])) };
}

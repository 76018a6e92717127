// run.json: what a run was made with, so that it can be made again.

import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DeviceReport } from '@trapo/tensor';
import type { Config, DataConfig } from '../config/config.ts';
import { sha256, writeJson } from './files.ts';

export interface RunRecord {
  readonly name: string;
  readonly seed: number;
  readonly started: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly device: DeviceReport;
  /** Of each file of rows. */
  readonly data: Readonly<Record<string, { readonly file: string; readonly sha256: string }>>;
  readonly parameters: number;
  /** Of training alone, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
}

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
  writeJson(join(folder, 'run.json'), record);

/** Of Node and of our packages. */
function versions(): Record<string, string> {
  const version = (name: string) => (require(`${name}/package.json`) as { version: string }).version;
  return { node: process.version, ...Object.fromEntries(packages.map(name => [name, version(name)])) };
}

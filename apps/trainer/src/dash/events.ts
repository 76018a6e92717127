// Live updates as server-sent events: the logs' sizes are looked at while somebody listens, which needs no watcher and works
// on network file systems too.

import type { ServerResponse } from 'node:http';
import type { Change } from '@trapo/dashboard';
import { stageFolders, statInside } from './runFiles.ts';
import type { Run, Runs } from './runs.ts';

export interface Events {
  /** Sends changes to a response until it is closed. */
  subscribe(response: ServerResponse): void;
  close(): void;
}

const logs = ['metrics.jsonl', 'rollouts.jsonl'] as const;

/** @param interval milliseconds between two looks */
export function events(runs: Runs, interval = 500): Events {
  const listeners = new Set<ServerResponse>();
  let before: Sizes | undefined;
  let timer: NodeJS.Timeout | undefined;

  const look = async (): Promise<void> => {
    const now = await sizesOf(runs).catch(() => before);
    const change = now && before && difference(before, now);
    before = now;
    for (const listener of listeners) {
      // a comment keeps proxies from closing a silent connection, and shows which listeners are gone
      listener.write(change ? `event: change\ndata: ${JSON.stringify(change)}\n\n` : ':\n\n');
    }
    timer = listeners.size > 0 ? setTimeout(look, interval) : undefined;
    if (!timer) before = undefined;
  };

  return {
    subscribe(response) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.write('retry: 1000\n\n');
      listeners.add(response);
      response.on('close', () => listeners.delete(response));
      timer ??= setTimeout(look, 0);
    },
    close() {
      clearTimeout(timer);
      for (const listener of listeners) listener.end();
      listeners.clear();
    },
  };
}

/** By run, then by file: what it is like now. */
type Sizes = ReadonlyMap<string, ReadonlyMap<string, number>>;

const RESULTS = 'results.json';

async function sizesOf(runs: Runs): Promise<Sizes> {
  const all = await runs.find();
  return new Map(await Promise.all(all.map(async run => [run.id, await sizesIn(run)] as const)));
}

async function sizesIn({ root }: Run): Promise<ReadonlyMap<string, number>> {
  const sizes = new Map<string, number>();
  const add = async (key: string, ...names: string[]) => {
    const found = await statInside(root, ...names);
    if (found) sizes.set(key, found.size);
  };
  await add(RESULTS, RESULTS);
  for (const stage of await stageFolders(root)) {
    for (const log of logs) await add(`${stage}/${log}`, stage, log);
  }
  return sizes;
}

function difference(before: Sizes, now: Sizes): Change | undefined {
  const stages: { run: string; stage: string }[] = [];
  let runs = false;
  for (const [run, files] of now) {
    const old = before.get(run);
    const changed = [...files].filter(([file, size]) => old?.get(file) !== size).map(([file]) => file);
    const names = new Set(
      changed.filter(file => file !== RESULTS).map(file => file.slice(0, file.indexOf('/'))),
    );
    stages.push(...[...names].map(stage => ({ run, stage })));
    runs ||= changed.some(file => old?.get(file) === undefined || file === RESULTS);
  }
  return stages.length > 0 || runs ? { stages, runs } : undefined;
}

// Asking the server, and hearing from it.

import { type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { Change, RunInfo } from '../api.ts';

const known: Signal<readonly RunInfo[] | undefined> = signal(undefined);
const heard: Signal<'live' | 'lost' | 'connecting'> = signal('connecting');
const grown: Signal<Readonly<Record<string, number>>> = signal({});

/** The runs; undefined until the server has said. */
export const runs: ReadonlySignal<readonly RunInfo[] | undefined> = known;
/** Whether changes are heard. */
export const connection: ReadonlySignal<'live' | 'lost' | 'connecting'> = heard;

/** Hears of changes from now on. */
export function listen(): void {
  void readRuns();
  const source = new EventSource('api/events');
  source.addEventListener('open', () => {
    heard.value = 'live';
    // what happened while nobody listened
    void readRuns();
    grown.value = { ...grown.value, '': (grown.value[''] ?? 0) + 1 };
  });
  source.addEventListener('error', () => {
    heard.value = 'lost';
  });
  source.addEventListener('change', event => {
    const { stages, runs: anew } = JSON.parse(event.data) as Change;
    if (anew) void readRuns();
    const versions = { ...grown.value };
    for (const { run, stage } of stages) versions[`${run}/${stage}`] = (versions[`${run}/${stage}`] ?? 0) + 1;
    grown.value = versions;
    const moving = new Set(stages.map(({ run }) => run));
    const updated = Date.now();
    if (!anew) known.value = known.value?.map(run => (moving.has(run.id) ? { ...run, updated } : run));
  });
}

async function readRuns(): Promise<void> {
  known.value = await ask<readonly RunInfo[]>('api/runs', {});
}

/** A number that changes when the stage's logs do. */
export const versionOf = (run: string, stage: string): number =>
  (grown.value[''] ?? 0) * 1e6 + (grown.value[`${run}/${stage}`] ?? 0);

type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** The path with its query. */
export function address(path: string, parameters: Parameters): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters)) {
    for (const item of Array.isArray(value) ? value : [value]) {
      if (item !== undefined) query.append(name, String(item));
    }
  }
  return `${path}?${query}`;
}

/** What the API answers. Throws an Error with the server's sentence. */
export async function ask<T>(path: string, parameters: Parameters): Promise<T> {
  const response = await fetch(address(path, parameters));
  const value = await response.json();
  if (!response.ok) throw new Error((value as { error: string }).error);
  return value as T;
}

export interface Asked<T> {
  /** The last answer, also while the next one is under way: it may be that to an older question. */
  readonly value: T | undefined;
  readonly error: string | undefined;
}

/** What `work` gives, and again whenever `key` changes; nothing is asked while `key` is undefined. */
export function useAsked<T>(key: string | undefined, work: () => Promise<T>): Asked<T> {
  const [asked, setAsked] = useState<Asked<T>>({ value: undefined, error: undefined });
  const turn = useRef({ asked: 0, answered: 0 });
  useEffect(() => {
    if (key === undefined) return;
    // answers may overtake each other: a late one to an older question is dropped
    const mine = ++turn.current.asked;
    const take = (change: (before: Asked<T>) => Asked<T>) => {
      if (mine < turn.current.answered) return;
      turn.current.answered = mine;
      setAsked(change);
    };
    work().then(
      value => take(() => ({ value, error: undefined })),
      (error: Error) => take(({ value }) => ({ value, error: error.message })),
    );
  }, [key]);
  return asked;
}

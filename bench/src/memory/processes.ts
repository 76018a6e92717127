// Resident memory of Chromium's processes, from /proc.

import { readdirSync, readFileSync } from 'node:fs';

/** Kilobytes of all processes below this one whose command line has `--type=` one of `types`. Linux alone. */
export function residentBelow(types: readonly string[]): number {
  const parents = new Map<number, number>();
  for (const name of readdirSync('/proc')) {
    const status = /^\d+$/.test(name) ? read(`/proc/${name}/status`) : '';
    const parent = /^PPid:\s+(\d+)/m.exec(status)?.[1];
    if (parent !== undefined) parents.set(Number(name), Number(parent));
  }
  let sum = 0;
  for (const pid of parents.keys()) {
    const type = /--type=([\w-]+)/.exec(read(`/proc/${pid}/cmdline`))?.[1];
    if (type === undefined || !types.includes(type) || !isBelow(pid, parents)) continue;
    sum += Number(/^VmRSS:\s+(\d+)/m.exec(read(`/proc/${pid}/status`))?.[1] ?? 0);
  }
  return sum;
}

function isBelow(pid: number, parents: ReadonlyMap<number, number>): boolean {
  for (let at = parents.get(pid); at; at = parents.get(at)) if (at === process.pid) return true;
  return false;
}

/** A process may end while it is looked at. */
function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

// The most memory that a process has had resident.

import { readFileSync } from 'node:fs';

/** Of this process, from Linux; null elsewhere. */
export function peakKilobytes(): number | null {
  try {
    return Number(/^VmHWM:\s+(\d+)/m.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]);
  } catch {
    return null;
  }
}

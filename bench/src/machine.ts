// The machine that is measured, in lines.

import { cpus, loadavg } from 'node:os';

/** Processor, system and load; a second line where other work runs. */
export function machine(): string {
  const all = cpus();
  const load = loadavg()[0]!;
  const line =
    `machine        ${all[0]?.model.trim() ?? 'unknown CPU'}, ${all.length} cores, ${process.platform} ${process.arch}; ` +
    `load ${load.toFixed(1)} at the start`;
  if (load <= 0.5) return line;
  return `${line}\nnoisy          other work was running on this machine: trust the least more than the median`;
}

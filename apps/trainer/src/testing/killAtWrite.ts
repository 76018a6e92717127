// Loaded before a process (`--import`): has it killed right before its KILL_AT_WRITE-th operation that changes a file.

import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';

let left = Number(process.env.KILL_AT_WRITE);

/** Wraps the functions of `module` so that the last one left kills. */
function armed(module: Record<string, unknown>, names: readonly string[]): void {
  for (const name of names) {
    const original = module[name] as (...args: unknown[]) => unknown;
    module[name] = (...args: unknown[]) => {
      if (--left === 0) process.kill(process.pid, 'SIGKILL');
      return original(...args);
    };
  }
}

armed(fs as unknown as Record<string, unknown>, ['appendFileSync', 'fsyncSync', 'mkdirSync']);
armed(fs.promises as unknown as Record<string, unknown>, ['open', 'rename', 'rm', 'mkdir', 'writeFile']);
syncBuiltinESMExports();

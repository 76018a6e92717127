// A step log on resuming: lines of steps after the checkpoint belong to work that will be done again.

import { open } from 'node:fs/promises';

const BLOCK = 1 << 16;

/**
 * Cuts a JSONL log, whose lines have a "step" that never falls, behind the last line of `step`; a torn last line goes
 * too. A log that is not there stays so.
 */
export async function rewindLog(file: string, step: number): Promise<void> {
  const handle = await open(file, 'r+').catch(error => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (!handle) return;
  try {
    let kept = 0;
    let position = 0;
    let rest = Buffer.alloc(0);
    for (let done = false; !done; ) {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(BLOCK), 0, BLOCK, position);
      position += bytesRead;
      done = bytesRead === 0;
      rest = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
      for (let end = rest.indexOf('\n'); end >= 0 && !done; end = rest.indexOf('\n')) {
        const line = JSON.parse(rest.toString('utf8', 0, end)) as { readonly step: number };
        if (line.step > step) done = true;
        else kept += end + 1;
        rest = rest.subarray(end + 1);
      }
    }
    await handle.truncate(kept);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

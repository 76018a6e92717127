// Progress of long work: a bar on a terminal, a line every tenth in a pipe or a log, nothing when quiet.

import type { Writable } from 'node:stream';
import { bar } from './bar.ts';
import { lines } from './lines.ts';

/** One piece of work with a known number of steps. */
export interface Progress {
  /** @param note what is measured, such as `loss 0.41` */
  update(done: number, note: string): void;
  /** Call when it ends, however it ends. */
  stop(): void;
}

export interface Screen {
  /** Text for people; nothing is written when quiet. */
  say(text: string): void;
  /** The results, which even `--quiet` shows. */
  result(text: string): void;
  /** @param from steps done before, as by a run that is resumed */
  progress(label: string, total: number, from?: number): Progress;
}

/** @param quiet only results are written */
export function screenOn(
  stream: Writable & { readonly isTTY?: boolean },
  { quiet }: { quiet: boolean },
): Screen {
  const print = (text: string) => void stream.write(`${text}\n`);
  return {
    say: quiet ? () => {} : print,
    result: print,
    progress(label, total, from) {
      if (quiet) return { update() {}, stop() {} };
      return stream.isTTY ? bar(stream, label, total, from) : lines(print, label, total, from);
    },
  };
}

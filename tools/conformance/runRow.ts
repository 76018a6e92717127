// One backend's run, and what it comes to.

import type { Verdict } from '../../packages/tensor/src/testing/check.ts';
import type { Message, RunOptions } from '../../packages/tensor/src/testing/runSuites.ts';
import { inChromium } from './inChromium.ts';
import { inNode } from './inNode.ts';
import type { Row } from './rows.ts';

/** Seconds without a word after which a run counts as hanging: compiling a suite's kernels takes a few. */
const PATIENCE = 120;

export interface Outcome {
  readonly row: Row;
  /** Why there is no such backend here. */
  readonly absent: string | undefined;
  /** Why the run ended early. */
  readonly broken: string | undefined;
  readonly verdicts: readonly Verdict[];
  readonly seconds: number;
}

/** `progress` hears how many of how many suites are through. */
export async function runRow(
  row: Row,
  options: Omit<RunOptions, 'device' | 'specials'>,
  progress: (done: number, all: number) => void,
): Promise<Outcome> {
  const start = performance.now();
  let verdicts: Verdict[] = [];
  let absent: string | undefined;
  let broken: string | undefined;
  let suites = 0;
  const run = row.place === 'Node' ? inNode : inChromium;
  const abort = new AbortController();
  const hangs = new Error(`it hangs: nothing was heard of it for ${PATIENCE} s`);
  const patience = setTimeout(() => abort.abort(hangs), 1000 * PATIENCE);
  try {
    const asked = { ...options, device: row.device, specials: row.specials };
    const report = (message: Message) => {
      patience.refresh();
      if ('absent' in message) absent = message.absent;
      // a page that died starts anew
      else if ('opened' in message) [verdicts, suites] = [[], message.suites];
      else verdicts.push(message.verdict);
      progress(verdicts.length, suites);
    };
    await run(asked, report, abort.signal);
  } catch (error) {
    broken = (abort.signal.aborted ? hangs : (error as Error)).message;
  } finally {
    clearTimeout(patience);
  }
  if (!row.optional) broken ??= absent;
  if (!absent && verdicts.length < suites) broken ??= `it ended after ${verdicts.length} of ${suites} suites`;
  const seconds = (performance.now() - start) / 1000;
  return { row, absent, broken, verdicts, seconds };
}

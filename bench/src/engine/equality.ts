// Equal work: before anything is timed, every side must compute what ours computes.

import type { Contender } from '../peers/contenders.ts';
import type { Check } from '../peers/protocol.ts';
import type { ModelSettings } from './settings.ts';

/** A side that computes the same, or the words for its cell. */
export interface Checked {
  readonly contender: Contender;
  readonly check?: Check;
  /** Why nothing of it is timed. */
  readonly refused?: string;
}

/** Compares the losses around a few updates (forward, backward, AdamW) and greedy completions (KV cache) with the first side's. */
export async function checkAll(
  contenders: readonly Contender[],
  { check: { tolerance } }: ModelSettings,
  threads: number,
): Promise<Checked[]> {
  const checked: Checked[] = [];
  let first: Check | undefined;
  for (const contender of contenders) {
    if (!contender.peer) {
      checked.push({ contender, refused: contender.about });
      continue;
    }
    try {
      const check = await contender.peer.ask<Check>({ cmd: 'check', threads });
      first ??= check;
      const differs = difference(first, check, tolerance);
      checked.push(differs ? { contender, refused: `differs: ${differs}` } : { contender, check });
    } catch (error) {
      checked.push({ contender, refused: `absent: ${(error as Error).message}` });
    }
  }
  return checked;
}

/** What differs, in words; undefined when nothing does. */
export function difference(ours: Check, theirs: Check, tolerance: number): string | undefined {
  for (const [i, loss] of ours.losses.entries()) {
    const [when, other] = [i === 0 ? 'before' : 'after', theirs.losses[i]!];
    // written so that NaN differs
    if (!(Math.abs(loss - other) <= tolerance)) {
      return `the loss ${when} the updates is ${other}, trapo's ${loss}`;
    }
  }
  for (const [row, tokens] of (theirs.greedy ?? []).entries()) {
    const expected = ours.greedy![row]!;
    const at = expected.findIndex((token, i) => token !== tokens[i]);
    if (at >= 0) return `greedy completion ${row} has ${tokens[at]} at token ${at}, trapo's ${expected[at]}`;
  }
  return undefined;
}

/** The greatest distance of two sides' losses. */
export function lossDistance(ours: Check, theirs: Check): number {
  return Math.max(...ours.losses.map((loss, i) => Math.abs(loss - theirs.losses[i]!)));
}

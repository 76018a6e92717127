// Prefix sharing: a row whose first tokens another lane holds, or is about to hold, gets them copied. Keys and values of a
// position depend on the tokens up to it and on the weights alone, so the copy has the bits of what prefilling computes.

import type { Row } from './row.ts';

/** Positions from which on a copy is worth waiting for, however long the prompt. */
const WORTH = 16;

/**
 * The row that has most of another's first tokens, and how many. Undefined where that saves neither WORTH positions nor half
 * of the prefilling.
 */
export function bestSource(
  row: Row,
  others: readonly Row[],
): { readonly from: Row; readonly positions: number } | undefined {
  let best: { from: Row; positions: number } | undefined;
  for (const from of others) {
    const positions = commonPrefix(row, from);
    if (positions > (best?.positions ?? 0)) best = { from, positions };
  }
  const enough = Math.min(WORTH, Math.ceil((row.promptLength - 1) / 2));
  return best && best.positions >= enough ? best : undefined;
}

/**
 * Tokens that a row's prompt, but for its last, and another row begin with alike: of those that the other's lane holds, or
 * is going to hold before it decodes.
 */
export function commonPrefix(row: Row, other: Row): number {
  const end = Math.min(row.promptLength - 1, Math.max(other.cached, other.promptLength - 1));
  let length = 0;
  while (length < end && row.tokens[length] === other.tokens[length]) length++;
  return length;
}

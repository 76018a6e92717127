/**
 * The accumulation window: what a normaliser must know of the whole batch before the first micro-batch is seen.
 *
 * A mean over micro-batch means is not the mean over the batch. So the counts are taken once, from the masks of
 * the whole window, and every micro-batch is weighted by them: losses, gradients and metrics of any split add up
 * to those of the whole. Counts are plain numbers; those of several devices add.
 */
import type { Counts } from './normalisers.ts';
import { type Numbers, type Part, type Parts, splitParts, type TokenMasks } from './tokens.ts';

/** Counts over every row that one optimiser step will see. */
export interface Window {
  rows: number;
  /** Response tokens = completionTokens + prefixTokens. */
  tokens: number;
  /** Sampled by the policy. */
  completionTokens: number;
  /** Given by the expert. */
  prefixTokens: number;
  /** Given by the expert and trained on. */
  sftTokens: number;
  /** Rows with at least one response token; then those with at least one token of the part. */
  filledRows: number;
  completionRows: number;
  prefixRows: number;
  sftRows: number;
}

/**
 * Counts one batch, or several that will be accumulated.
 * @throws as `splitParts` does, on masks that don't fit their rows.
 */
export function windowOf(...batches: TokenMasks[]): Window {
  const [first, ...others] = batches.map(batch => countParts(splitParts(batch), batch.rowOffsets));
  const window = first ?? countParts(splitParts({ rowOffsets: [0] }), [0]);
  for (const counts of others) {
    for (const key of Object.keys(window) as (keyof Window)[]) window[key] += counts[key];
  }
  return window;
}

/** The counts of one batch whose masks are already resolved. */
export function countParts(parts: Parts, rowOffsets: Numbers): Window {
  const [response, completion, prefix, sft] = (['response', 'completion', 'prefix', 'sft'] as const).map(
    part => count(parts[part], rowOffsets),
  );
  return {
    rows: parts.rows,
    tokens: response!.tokens,
    completionTokens: completion!.tokens,
    prefixTokens: prefix!.tokens,
    sftTokens: sft!.tokens,
    filledRows: response!.rows,
    completionRows: completion!.rows,
    prefixRows: prefix!.rows,
    sftRows: sft!.rows,
  };
}

/** What the normaliser of the whole loss counts by. */
export function countsOf({ rows, filledRows, tokens }: Window): Counts {
  return { rows, filledRows, tokens };
}

/** What a term's own normaliser counts by: the tokens of its part, and the rows that have any. */
export function countsOfPart(window: Window, part: Part): Counts {
  const rows = part === 'response' ? window.filledRows : window[`${part}Rows`];
  return { rows, filledRows: rows, tokens: tokensIn(window, part) };
}

export function tokensIn(window: Window, part: Part): number {
  return part === 'response' ? window.tokens : window[`${part}Tokens`];
}

function count(mask: Uint8Array, rowOffsets: Numbers): { tokens: number; rows: number } {
  let tokens = 0;
  let rows = 0;
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    const before = tokens;
    for (let t = rowOffsets[row]!; t < rowOffsets[row + 1]!; t++) tokens += mask[t]!;
    if (tokens > before) rows++;
  }
  return { tokens, rows };
}

/**
 * The accumulation window: what a normaliser must know of the whole batch before the first micro-batch is seen.
 *
 * A mean over micro-batch means is not the mean over the batch. So the counts are taken once, from the masks of
 * the whole window, and every micro-batch is weighted by them: losses, gradients and metrics of any split add up
 * to those of the whole. Counts are plain numbers; those of several devices add.
 */
import type { Counts } from './normalisers.ts';
import { type Part, type Parts, splitParts, type TokenMasks } from './tokens.ts';

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
  const [first, ...others] = batches.map(batch => countParts(splitParts(batch)));
  const window = first ?? countParts(splitParts({ rowOffsets: [0] }));
  for (const counts of others) {
    for (const key of Object.keys(window) as (keyof Window)[]) window[key] += counts[key];
  }
  return window;
}

/** The counts of one batch whose masks are already resolved. */
export function countParts({ rows, rowTokens }: Parts): Window {
  const tokens = (part: Part) => rowTokens[part].reduce((sum, count) => sum + count, 0);
  const filled = (part: Part) => rowTokens[part].reduce((sum, count) => sum + (count > 0 ? 1 : 0), 0);
  return {
    rows,
    tokens: tokens('response'),
    completionTokens: tokens('completion'),
    prefixTokens: tokens('prefix'),
    sftTokens: tokens('sft'),
    filledRows: filled('response'),
    completionRows: filled('completion'),
    prefixRows: filled('prefix'),
    sftRows: filled('sft'),
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

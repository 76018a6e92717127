/**
 * The accumulation window: what a normaliser must know of the whole batch before the first micro-batch is seen.
 *
 * A mean over micro-batch means is not the mean over the batch. So the counts are taken once, from the masks of
 * the whole window, and every micro-batch is weighted by them: losses, gradients and metrics of any split add up
 * to those of the whole. Counts are plain numbers; those of several devices add.
 */
import { type Parts, splitParts, type TokenMasks } from './tokens.ts';

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
}

/**
 * Counts one batch, or several that will be accumulated.
 * @throws as `splitParts` does, on masks that don't fit their rows.
 */
export function windowOf(...batches: TokenMasks[]): Window {
  const window: Window = { rows: 0, tokens: 0, completionTokens: 0, prefixTokens: 0, sftTokens: 0 };
  for (const batch of batches) {
    const counts = countParts(splitParts(batch));
    for (const key of Object.keys(window) as (keyof Window)[]) window[key] += counts[key];
  }
  return window;
}

/** The counts of one batch whose masks are already resolved. */
export function countParts(parts: Parts): Window {
  return {
    rows: parts.rows,
    tokens: sum(parts.response),
    completionTokens: sum(parts.completion),
    prefixTokens: sum(parts.prefix),
    sftTokens: sum(parts.sft),
  };
}

function sum(mask: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < mask.length; t++) total += mask[t]!;
  return total;
}

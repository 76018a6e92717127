/**
 * What to do with rows that come near, or reach, the longest response allowed. DAPO, arXiv 2503.14476, section 3.4.
 *
 * The penalty falls off over the last `buffer` tokens, instead of punishing a good answer for one token too many:
 *
 *     0                                              while length <= maxLength - buffer
 *     -(length - (maxLength - buffer)) / buffer * factor     beyond; -factor at maxLength
 *
 * As in verl it goes on falling beyond maxLength, which rows cut there never reach. The filter instead takes rows that
 * were cut out of the loss: nobody knows whether they would have been right.
 */
import { type Numbers, splitParts } from '../tokens.ts';
import { checkPerRow } from './groups.ts';
import type { ResponseTokens } from './tokenRewards.ts';

export interface OverlongOptions {
  /** Longest response, in tokens. */
  maxLength: number;
  /** Tokens before it over which the penalty grows, in 1 .. maxLength. */
  buffer: number;
  /** The penalty at maxLength. Default 1. */
  factor?: number;
}

/**
 * What to add to the reward of a response of `length` tokens: 0 or negative.
 * @throws when the length or an option is outside its range.
 */
export function overlongPenalty(length: number, { maxLength, buffer, factor = 1 }: OverlongOptions): number {
  if (!(buffer > 0 && buffer <= maxLength && factor >= 0 && Number.isFinite(maxLength * factor))) {
    throw new Error(
      'The overlong penalty grows over the last buffer tokens before maxLength, buffer in 1 .. maxLength and factor ' +
        `not negative, e.g. { maxLength: 20480, buffer: 4096 }; received maxLength ${maxLength}, buffer ${buffer}, ` +
        `factor ${factor}.`,
    );
  }
  if (!Number.isFinite(length))
    throw new Error(`A response's length is a number of tokens, e.g. 512; received ${length}.`);
  const exceeding = length - (maxLength - buffer);
  return exceeding > 0 ? (-exceeding / buffer) * factor : 0;
}

/**
 * The response mask with every token of truncated rows taken out.
 * @param truncated 1 (or true) for each row that was cut at the longest response.
 * @throws when there isn't one entry per row, or the mask doesn't fit the rows.
 */
export function overlongFilter(tokens: ResponseTokens, truncated: Numbers | readonly boolean[]): Uint8Array {
  const { response, rows } = splitParts(tokens);
  const flags = Array.from(truncated, Number);
  checkPerRow('truncated', flags, rows);
  const mask = Uint8Array.from(response);
  flags.forEach((cut, row) => {
    if (cut) mask.fill(0, tokens.rowOffsets[row], tokens.rowOffsets[row + 1]);
  });
  return mask;
}

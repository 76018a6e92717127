/**
 * The critic's loss: squared error to the return, held back where the value has already moved far from its old one.
 *
 *     l = 1/2 max( (v - R)^2, (clip(v, v_old - c, v_old + c) - R)^2 )
 *     dl/dv = 0 where the clipped error is the larger one, else v - R
 *
 * As with PPO's clip, what is clipped is the pull: a value that left v_old +- c away from the return may still come
 * back. PPO (arXiv 1707.06347) as its code has it; verl `compute_value_loss`, which leaves the 1/2 as well.
 */
import { type Normaliser, rowWeights, tokenMean } from '../normalisers.ts';
import { checkLength, splitParts, type TokenMasks } from '../tokens.ts';
import { countParts, countsOf, type Window } from '../window.ts';

export interface ValueBatch extends Pick<TokenMasks, 'rowOffsets' | 'responseMask'> {
  /** The critic's values under the weights being trained, one per token. */
  values: Float64Array;
  /** The same before this batch's updates; needed to clip. */
  oldValues?: Float64Array;
  /** The targets, e.g. `gae(...).returns`, one per token. */
  returns: Float64Array;
}

export interface ValueLossOptions {
  /** How far a value may move from its old one, at least 0. Absent: as far as it likes. */
  clip?: number;
  /** Default `tokenMean`. */
  normaliser?: Normaliser;
}

export interface ValueLossResult {
  loss: number;
  /** d loss / d values, one per token; 0 where masked. */
  gradValues: Float64Array;
  /** `valueLoss` and `valueClipFraction`, as shares of the window, so those of micro-batches add up. */
  metrics: Record<string, number>;
}

/**
 * Maps a batch to its value loss; `window` counts all that is accumulated before the optimiser steps, absent: the batch.
 * @throws when the clip is negative; and, of a batch, when arrays don't fit the rows or what is read is not finite.
 */
export function valueLoss({
  clip,
  normaliser = tokenMean,
}: ValueLossOptions = {}): (batch: ValueBatch, window?: Window) => ValueLossResult {
  if (clip !== undefined && !(clip >= 0)) {
    throw new Error(
      `valueLoss keeps values within clip of their old ones, clip >= 0, e.g. 0.2; received ${clip}.`,
    );
  }
  return (batch, whole) => {
    const { rowOffsets, values, oldValues, returns } = batch;
    const parts = splitParts(batch);
    checkValues(batch, parts.response, clip);
    const window = whole ?? countParts(parts);
    const weights = rowWeights(normaliser, parts.rowTokens.response, countsOf(window));
    const gradValues = new Float64Array(values.length);
    let [loss, clipped] = [0, 0];
    for (let row = 0; row < parts.rows; row++) {
      for (let t = rowOffsets[row]!; t < rowOffsets[row + 1]!; t++) {
        if (!parts.response[t]) continue;
        const error = values[t]! - returns[t]!;
        const held = clip === undefined ? error : within(values[t]!, oldValues![t]!, clip) - returns[t]!;
        const isClipped = held ** 2 > error ** 2;
        if (isClipped) clipped++;
        else gradValues[t] = weights[row]! * error;
        loss += (weights[row]! * Math.max(error ** 2, held ** 2)) / 2;
      }
    }
    const valueClipFraction = window.tokens ? clipped / window.tokens : 0;
    return { loss, gradValues, metrics: { valueLoss: loss, valueClipFraction } };
  };
}

function within(value: number, centre: number, distance: number): number {
  return Math.min(Math.max(value, centre - distance), centre + distance);
}

function checkValues(batch: ValueBatch, response: Uint8Array, clip: number | undefined): void {
  if (clip !== undefined && !batch.oldValues) {
    throw new Error(
      `valueLoss with clip ${clip} needs oldValues, the critic's values before this batch's updates, one per token.`,
    );
  }
  for (const name of ['values', 'oldValues', 'returns'] as const) {
    checkLength(name, batch[name], response.length);
    const bad = batch[name]?.findIndex((value, t) => response[t] === 1 && !Number.isFinite(value)) ?? -1;
    if (bad >= 0) throw new Error(`${name}[${bad}] must be finite; received ${batch[name]![bad]}.`);
  }
}

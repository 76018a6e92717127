/** Sums over tokens of mask 1. Plain loops: a function called per token would cost more than the sum. */
import type { ObjectiveTokens } from './objective.ts';

export function sum(values: Float64Array, mask: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t]) total += values[t]!;
  return total;
}

/** The sum of exp(values). */
export function sumExp(values: Float64Array, mask: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t]) total += Math.exp(values[t]!);
  return total;
}

/** The sum of a - b. */
export function sumDifference(a: Float64Array, b: Float64Array, mask: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t]) total += a[t]! - b[t]!;
  return total;
}

/** Of how many tokens bit `bit` is set. */
export function countFlags(flags: Uint8Array, bit: number, mask: Uint8Array): number {
  let total = 0;
  for (let t = 0; t < mask.length; t++) if (mask[t]) total += (flags[t]! >> bit) & 1;
  return total;
}

/** The sum of an objective's losses, each times the weight of its row. */
export function weighLoss(
  { rowOffsets, mask }: ObjectiveTokens,
  loss: Float64Array,
  rowWeights: Float64Array,
): number {
  let total = 0;
  for (let row = 0; row < rowWeights.length; row++) {
    // a row without tokens weighs nothing, and 0 * Infinity would be NaN
    if (rowWeights[row] === 0) continue;
    const end = rowOffsets[row + 1]!;
    let ofRow = 0;
    for (let t = rowOffsets[row]!; t < end; t++) if (mask[t]) ofRow += loss[t]!;
    total += rowWeights[row]! * ofRow;
  }
  return total;
}

/** Adds an objective's gradient, times the weight of its row, to `sink`. */
export function addGradient(
  { rowOffsets, mask }: ObjectiveTokens,
  gradient: Float64Array,
  rowWeights: Float64Array,
  sink: Float64Array,
): void {
  for (let row = 0; row < rowWeights.length; row++) {
    const weight = rowWeights[row]!;
    const end = rowOffsets[row + 1]!;
    for (let t = rowOffsets[row]!; t < end; t++) if (mask[t]) sink[t]! += weight * gradient[t]!;
  }
}

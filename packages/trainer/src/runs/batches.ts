// Which problems a step sees: a fresh shuffle each epoch, as a function of seed and step alone.

import { uniform } from '@trapo/models';

/** Indices of step `step`'s problems, `perStep` of `count`, going on from where the step before ended. */
export function batchIndices(count: number, perStep: number, seed: number, step: number): number[] {
  const from = step * perStep;
  const epochs = new Map<number, number[]>();
  return Array.from({ length: perStep }, (_, i) => {
    const epoch = Math.floor((from + i) / count);
    const order = epochs.get(epoch) ?? shuffled(count, seed, epoch);
    epochs.set(epoch, order);
    return order[(from + i) % count]!;
  });
}

/** A permutation of 0 .. count - 1 (Fisher and Yates). */
function shuffled(count: number, seed: number, epoch: number): number[] {
  const order = Array.from({ length: count }, (_, i) => i);
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform(seed, epoch, i) * (i + 1));
    [order[i], order[j]] = [order[j]!, order[i]!];
  }
  return order;
}

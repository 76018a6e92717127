// Whether training fits the device, said before anything is taken: the figures, and what to change.

import type { Device, Recording, Variable } from '@trapo/tensor';
import { mebibytes, refuseUnlessFits } from '../decoder/memory.ts';

/** Throws OutOfMemoryError unless gradients and two moments of what is trained fit. */
export function checkState(device: Device, trainable: ReadonlyMap<string, Variable>): void {
  const count = [...trainable.values()].reduce((sum, { size }) => sum + size, 0);
  const state = 3 * 4 * count;
  refuseUnlessFits(
    device,
    state,
    `learner: training ${count.toLocaleString('en')} parameters takes ${mebibytes(state)} for gradients and moments`,
    'train a Lora of the model, or a smaller model',
  );
}

/** Whether the plans of some recordings fit. */
export function fits(device: Device, recordings: readonly Recording[]): boolean {
  const [needed, memory] = [device.measure(...recordings), device.memory];
  return !needed || !memory || memory.used + needed.intermediate + needed.packed <= memory.limit;
}

/** Throws OutOfMemoryError unless the plans of one shape of micro-batch fit. */
export function checkPass(
  device: Device,
  recordings: readonly Recording[],
  { batch, time }: { readonly batch: number; readonly time: number },
  { tokensPerBatch, recompute }: { readonly tokensPerBatch: number; readonly recompute: boolean | undefined },
): void {
  const needed = device.measure(...recordings);
  if (!needed) return;
  const { intermediate, packed } = needed;
  const cures = [
    ...(batch > 1 ? [`a tokensPerBatch below ${tokensPerBatch}`] : ['shorter rows']),
    ...(recompute === false ? ['{ recompute: true }'] : []),
    'a smaller model',
  ];
  refuseUnlessFits(
    device,
    intermediate + packed,
    `learner: a micro-batch of ${batch} x ${time} tokens takes ${mebibytes(intermediate)} for activations and ${mebibytes(packed)} for packed weights`,
    `give ${cures.join(', or ')}`,
  );
}

import { describe, expect, it } from 'vitest';
import type { Device } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { clipByGlobalNorm } from './clipByGlobalNorm.ts';
import { suites } from './globalNorm.conformance.ts';
import { globalNorm } from './globalNorm.ts';

conform(...suites);

/** Two tensors clipped to a norm of 1. */
async function clip(device: Device, a: readonly number[], b: readonly number[]) {
  const tensors = { a: input([a.length]), b: input([b.length]) };
  const { norm, clipped } = clipByGlobalNorm([tensors.a, tensors.b], 1);
  const { plans, release } = device.compile({
    inputs: tensors,
    outputs: { norm, a: clipped[0]!, b: clipped[1]! },
  });
  const results = await plans[0].run({ a: Float32Array.from(a), b: Float32Array.from(b) });
  release();
  return { norm: results.norm![0]!, clipped: [...results.a!, ...results.b!] };
}

onEveryBackend('clipByGlobalNorm', device => {
  it('passes NaN and infinity on', async () => {
    const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;
    expect(await clip(device(), [1, nan], [2])).toEqual({ norm: nan, clipped: [nan, nan, nan] });
    expect(await clip(device(), [1, infinity], [-2])).toEqual({ norm: infinity, clipped: [0, nan, -0] });
  });

  it('has an infinite norm where the sum of squares is beyond float32', async () => {
    expect(await clip(device(), [3e19, 1], [2])).toEqual({
      norm: Number.POSITIVE_INFINITY,
      clipped: [0, 0, 0],
    });
    expect((await clip(device(), [1e19, 1], [2])).norm).toBeCloseTo(1e19, -13);
  });

  it('leaves zeros at zero', async () => {
    expect(await clip(device(), [0, 0], [0])).toEqual({ norm: 0, clipped: [0, 0, 0] });
  });
});

describe('globalNorm', () => {
  it('names what does not fit', () => {
    expect(() => globalNorm([])).toThrow(ShapeError);
    expect(() => globalNorm([])).toThrow('globalNorm: wants at least one f32 tensor; got none');
    expect(() => globalNorm([input([2], 'i32')])).toThrow('globalNorm: tensor 0 must be f32; got i32');
    for (const maxNorm of [0, -1, Number.NaN]) {
      expect(() => clipByGlobalNorm([input([2])], maxNorm)).toThrow(
        `clipByGlobalNorm: maxNorm must be a number above 0, for example 1; got ${maxNorm}`,
      );
    }
  });
});

import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import type { Device } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input } from '../../graph/tensor.ts';
import { axis, conforms, floats } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { clipByGlobalNorm } from './clipByGlobalNorm.ts';
import { globalNorm } from './globalNorm.ts';

const cases = fc
  .tuple(fc.tuple(axis, fc.integer({ min: 1, max: 4 })), axis)
  .chain(([matrix, n]) =>
    fc.record({
      operands: fc.record({ a: floats(matrix), b: floats([n]), c: floats([]) }),
      // norms of such tensors lie on both sides of these
      attributes: fc.constantFrom(0.1, 1, 3, 10, 100),
    }),
  )
  // at a norm of 0 there is no gradient, and at maxNorm a kink
  .filter(({ operands, attributes }) => {
    const norm = Math.hypot(...Object.values(operands).flatMap(({ values }) => values));
    return norm > 0.1 && Math.abs(norm - attributes) > 0.01;
  });

conforms({
  name: 'globalNorm',
  cases,
  record: ({ a, b, c }) => [globalNorm([a, b, c])],
  reference: ({ a, b, c }) => [Float64Array.of(Math.hypot(...a, ...b, ...c))],
});

conforms({
  name: 'clipByGlobalNorm',
  cases,
  record: ({ a, b, c }, maxNorm) => {
    const { norm, clipped } = clipByGlobalNorm([a, b, c], maxNorm);
    return [norm, ...clipped];
  },
  reference: ({ a, b, c }, _, maxNorm) => {
    const norm = Math.hypot(...a, ...b, ...c);
    const scale = Math.min(1, maxNorm / (norm + 1e-6));
    return [Float64Array.of(norm), ...[a, b, c].map(x => x.map(value => value * scale))];
  },
});

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

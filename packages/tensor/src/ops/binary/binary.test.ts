import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { add } from '../add/add.ts';
import { suites } from './binary.conformance.ts';
import { clamp } from './clamp.ts';
import { div } from './div.ts';
import { greaterEqual } from './greaterEqual.ts';
import { maximum } from './maximum.ts';
import { minimum } from './minimum.ts';
import { mul } from './mul.ts';
import { pow } from './pow.ts';
import { sub } from './sub.ts';

conform(...suites);

onEveryBackend('binary operations', device => {
  it('take numbers on either side', async () => {
    const x = input([3]);
    const [dx] = vjp([div(1, x)], [x], [x]);
    const outputs = { sum: add(x, 2), product: mul(0.5, x), rest: sub(1, x), dx: dx! };
    const { plans, release } = device().compile({ inputs: { x }, outputs });
    const results = await plans[0].run({ x: Float32Array.of(1, -2, 4) });
    release();
    expect(results).toEqual({
      sum: Float32Array.of(3, 0, 6),
      product: Float32Array.of(0.5, -1, 2),
      rest: Float32Array.of(0, 3, -3),
      dx: Float32Array.of(-1, 0.5, -0.25),
    });
  });

  it('take powers of zero and of negative numbers, maxima of NaN', async () => {
    const [a, b] = [input([9]), input([9])];
    const outputs = { power: pow(a, b), largest: maximum(a, b), smallest: minimum(a, b) };
    const { plans, release } = device().compile({ inputs: { a, b }, outputs });
    const bases = [-2, -2, -2, -2, 0, 0, 0, Number.NaN, 2];
    const exponents = [3, 2, -1, 0.5, 2, 0, -1, 1, Number.NaN];
    const results = await plans[0].run({ a: Float32Array.from(bases), b: Float32Array.from(exponents) });
    release();
    results.power!.forEach((y, i) => {
      const expected = bases[i]! ** exponents[i]!;
      if (Number.isFinite(expected) && expected !== 0) expect(y / expected).toBeCloseTo(1, 5);
      else expect(y).toBe(expected);
    });
    expect([...results.largest!]).toEqual(bases.map((a, i) => Math.max(a, exponents[i]!)));
    expect([...results.smallest!]).toEqual(bases.map((a, i) => Math.fround(Math.min(a, exponents[i]!))));
  });

  it('clamp, with a gradient up to the limits, and compare', async () => {
    const x = input([5]);
    const y = clamp(x, -1, 2);
    const [dx] = vjp([y], [x], [x]);
    const outputs = { y, dx: dx!, mask: greaterEqual(x, 2) };
    const { plans, release } = device().compile({ inputs: { x }, outputs });
    const results = await plans[0].run({ x: Float32Array.of(-3, -1, 1, 2, 5) });
    release();
    expect(results).toEqual({
      y: Float32Array.of(-1, -1, 1, 2, 2),
      dx: Float32Array.of(0, -1, 1, 2, 0),
      mask: Float32Array.of(0, 0, 0, 1, 1),
    });
  });

  it('divide by zero as IEEE 754 does', async () => {
    const [a, b] = [input([3]), input([1])];
    const { plans, release } = device().compile({ inputs: { a, b }, outputs: { y: div(a, b) } });
    const { y } = await plans[0].run({ a: Float32Array.of(1, -1, 0), b: Float32Array.of(0) });
    release();
    expect([...y!]).toEqual([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, Number.NaN]);
  });
});

describe('binary operations', () => {
  it('have the same bits on any number of threads, sums of their gradients too', async () => {
    const bits = [1, 2, 3].map(async threads => {
      const device = await openDevice({ threads });
      const a = device.variable([7, 13, 5], noise(455, 1));
      const b = device.variable([13, 1], noise(13, 2));
      const y = mul(div(a, b), add(b, 3));
      const [da, db] = vjp([y], [a], [a, b]);
      const results = await device.evaluate({ y, da: da!, db: db! });
      await device.close();
      return results;
    });
    const [one, ...others] = await Promise.all(bits);
    for (const other of others) expect(other).toEqual(one);
  });

  it('name what does not fit', () => {
    expect(() => mul(input([2, 3]), input([2]))).toThrow(ShapeError);
    expect(() => mul(input([2, 3]), input([2]))).toThrow(
      'mul: the shapes must broadcast: counted from the last, axes are equal or 1; got [2, 3] and [2]',
    );
    expect(() => sub(input([2]), input([2], 'i32'))).toThrow('sub: b must be f32; got i32');
  });
});

import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { suites } from './accumulate.conformance.ts';
import { accumulate } from './accumulate.ts';

conform(...suites);

onEveryBackend('accumulate', device => {
  it.each([[[1]], [[3, 5]], [[2, 3, 17]]])('adds up micro-batches in shape %j', async shape => {
    const size = shape.reduce((a, b) => a * b, 1);
    const start = noise(size, 1);
    const sum = device().variable(shape, start);
    const x = input(shape);
    const { plans, release } = device().compile({ inputs: { x }, effects: [accumulate(sum, x)] });
    const batches = [noise(size, 2), noise(size, 3), noise(size, 4)];
    for (const batch of batches) await plans[0].run({ x: batch });
    release();
    const expected = batches.reduce((total, batch) => total.map((value, i) => value + batch[i]!), start);
    expect(await sum.read()).toEqual(expected);
    sum.dispose();
  });

  it('takes every call of one plan, in order', async () => {
    const sum = device().variable([3], Float32Array.of(1, 2, 3));
    const x = input([3]);
    const effects = [accumulate(sum, x), accumulate(sum, sum)];
    const { plans, release } = device().compile({ inputs: { x }, effects });
    await plans[0].run({ x: Float32Array.of(10, 20, 30) });
    release();
    expect(await sum.read()).toEqual(Float32Array.of(22, 44, 66));
    sum.dispose();
  });

  it('changes no placeholder', () => {
    const x = input([3]);
    const effects = [accumulate(x as never, x)];
    expect(() => device().compile({ inputs: { x }, effects })).toThrow(
      'compile: accumulate changes its input 0 in place, so that must be a variable',
    );
  });
});

describe('accumulate', () => {
  it('names the shapes that differ', () => {
    expect(() => accumulate(input([2]) as never, input([3]))).toThrow(
      'accumulate: the shapes must be equal; got [2] and [3]',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { suites } from './attention.conformance.ts';
import { attention } from './attention.ts';

conform(...suites);

onEveryBackend('attention', device => {
  it('does not see what comes later', async () => {
    const tensors = { q: input([1, 6, 4]), k: input([1, 6, 4]), v: input([1, 6, 4]) };
    const y = attention(tensors.q, tensors.k, tensors.v, { heads: 2, kvHeads: 2 });
    const { plans, release } = device().compile({ inputs: tensors, outputs: { y } });
    const data = { q: noise(24, 1), k: noise(24, 2), v: noise(24, 3) };
    const before = await plans[0].run(data);
    const spoilt = { ...data, k: data.k.slice().fill(7, 16), v: data.v.slice().fill(-9, 16) };
    const after = await plans[0].run(spoilt);
    release();
    expect(after.y!.slice(0, 16)).toEqual(before.y!.slice(0, 16));
    expect(after.y!.slice(16)).not.toEqual(before.y!.slice(16));
  });

  it('bears scores that exp alone would not', async () => {
    const tensors = { q: input([1, 3, 1]), k: input([1, 3, 1]), v: input([1, 3, 1]) };
    const y = attention(tensors.q, tensors.k, tensors.v, { heads: 1, kvHeads: 1 });
    const { plans, release } = device().compile({ inputs: tensors, outputs: { y } });
    const results = await plans[0].run({
      q: Float32Array.of(1, 100, 1),
      k: Float32Array.of(3, 5, -400),
      v: Float32Array.of(2, 4, 8),
    });
    release();
    expect(results.y![0]).toBeCloseTo(2, 5);
    expect(results.y![1]).toBeCloseTo(4, 5);
    expect(results.y![2]).toBeCloseTo((2 * Math.exp(-2) + 4) / (Math.exp(-2) + 1), 5);
  });
});

describe('attention', () => {
  it('names heads and shapes that do not fit', () => {
    const record = () =>
      attention(input([1, 2, 6]), input([1, 2, 4]), input([1, 2, 4]), { heads: 3, kvHeads: 2 });
    expect(record).toThrow(
      'attention: 3 query heads must be a multiple of 2 key heads of one size; got q [1, 2, 6] and 4 features of keys',
    );
    const times = () =>
      attention(input([1, 3, 4]), input([1, 2, 4]), input([1, 2, 4]), { heads: 1, kvHeads: 1 });
    expect(times).toThrow('attention: wants q [b, t, heads * d]');
  });
});

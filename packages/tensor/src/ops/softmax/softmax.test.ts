import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './softmax.conformance.ts';
import { logSoftmax, softmax } from './softmax.ts';

conform(...suites);

onEveryBackend('softmax', device => {
  it('does not overflow', async () => {
    const x = input([2, 3]);
    const outputs = { y: softmax(x), log: logSoftmax(x) };
    const { plans, release } = device().compile({ inputs: { x }, outputs });
    const { y, log } = await plans[0].run({ x: Float32Array.of(3e4, 3e4, -3e4, -1e4, -1e4, -1e4) });
    release();
    const third = 1 / 3;
    [0.5, 0.5, 0, third, third, third].forEach((p, i) => {
      expect(y![i]).toBeCloseTo(p, 6);
    });
    expect(log![2]).toBeCloseTo(-6e4 - Math.LN2, 1);
    expect(log![5]).toBeCloseTo(Math.log(third), 5);
  });
});

describe('softmax', () => {
  it('wants float32', () => {
    expect(() => softmax(input([2], 'i32'))).toThrow('softmax: x must be f32; got i32');
    expect(() => logSoftmax(input([2], 'i32'))).toThrow('logSoftmax: x must be f32; got i32');
  });
});

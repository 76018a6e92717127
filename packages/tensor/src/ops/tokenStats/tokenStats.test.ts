import { describe, expect, it } from 'vitest';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './tokenStats.conformance.ts';
import { statsCotangents, tokenStats } from './tokenStats.ts';

conform(...suites);

onEveryBackend('tokenStats', device => {
  it('gives NaN for a target outside the vocabulary, and bears large logits', async () => {
    const [logits, targets] = [input([3, 2]), input([3], 'i32')];
    const { logProb, entropy } = tokenStats(logits, targets);
    const { plans, release } = device().compile({
      inputs: { logits, targets },
      outputs: { logProb, entropy },
    });
    const results = await plans[0].run({
      logits: Float32Array.of(0, 0, 0, 0, 1000, 0),
      targets: Int32Array.of(2, -1, 0),
    });
    release();
    expect([...results.logProb!]).toEqual([Number.NaN, Number.NaN, 0]);
    expect(results.entropy![0]).toBeCloseTo(Math.log(2), 6);
    expect(results.entropy![2]).toBe(0);
  });
});

describe('tokenStats', () => {
  it('wants whole targets, one a row', () => {
    expect(() => tokenStats(input([2, 3]), input([2]))).toThrow('tokenStats: targets must be i32; got f32');
    expect(() => tokenStats(input([2, 3]), input([3], 'i32'))).toThrow(
      'tokenStats: targets must have shape [2]; got [3]',
    );
  });

  it('wants cotangents of both numbers', () => {
    const logits = input([2, 3]);
    const stats = tokenStats(logits, input([2], 'i32'));
    const { dLogProb } = statsCotangents(stats);
    expect(() => vjp([stats.logProb], [dLogProb], [logits])).toThrow(
      'tokenStats: give cotangents of both the log-probability and the entropy',
    );
  });
});

import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './swiglu.conformance.ts';
import { swiglu } from './swiglu.ts';

conform(...suites);

onEveryBackend('swiglu', device => {
  it('saturates without overflow', async () => {
    const [gate, up] = [input([4]), input([4])];
    const { plans, release } = device().compile({ inputs: { gate, up }, outputs: { y: swiglu(gate, up) } });
    const { y } = await plans[0].run({
      gate: Float32Array.of(-200, -60, 60, 200),
      up: Float32Array.of(1, 1, 1, 1),
    });
    release();
    expect(Math.abs(y![0]!) + Math.abs(y![1]!)).toBeLessThan(1e-20);
    expect([...y!.slice(2)]).toEqual([60, 200]);
  });
});

describe('swiglu', () => {
  it('names the shapes that differ', () => {
    expect(() => swiglu(input([2, 3]), input([2]))).toThrow(
      'swiglu: the shapes must be equal; got [2, 3] and [2]',
    );
  });
});

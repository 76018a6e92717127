import { fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conforms, floats, integers } from '../../testing/conformance.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { gather } from './gather.ts';

const size = fc.integer({ min: 1, max: 6 });

conforms({
  name: 'gather',
  cases: fc
    .tuple(size, fc.array(size, { maxLength: 3 }), fc.array(size, { maxLength: 2 }))
    .chain(([count, row, many]) =>
      fc.record({
        operands: fc.record({ x: floats([count, ...row]), ids: integers(many, count) }),
        attributes: fc.constant(null),
      }),
    ),
  record: ({ x, ids }) => [gather(x, ids)],
  reference: ({ x, ids }, { x: [count] }) => {
    const words = x.length / count!;
    return [Float64Array.from([...ids].flatMap(id => [...x.subarray(id * words, (id + 1) * words)]))];
  },
});

onEveryBackend('gather', device => {
  it.each([[3], [3, 2], [3, 1, 2]])('gives NaN for ids outside (%s, %s, %s)', async (...shape) => {
    const sizes = shape.filter(axis => axis !== undefined);
    const [x, ids] = [input(sizes), input([3], 'i32')];
    const y = gather(x, ids);
    const dy = input(y.shape);
    const [dx] = vjp([y], [dy], [x]);
    const { plans, release } = device().compile({ inputs: { x, ids, dy }, outputs: { y, dx: dx! } });
    const results = await plans[0].run({
      x: new Float32Array(x.size).fill(2),
      ids: Int32Array.of(3, 1, -1),
      dy: new Float32Array(y.size).fill(5),
    });
    release();
    const row = (value: number) => Array(x.size / 3).fill(value);
    expect([...results.y!]).toEqual([...row(Number.NaN), ...row(2), ...row(Number.NaN)]);
    expect([...results.dx!]).toEqual([...row(0), ...row(5), ...row(0)]);
  });
});

describe('gather', () => {
  it('takes no ids and empty rows on simd', async () => {
    const device = await openDevice({ backend: 'simd', threads: 2 });
    const [x, empty] = [device.variable([2, 3]), device.variable([2, 0])];
    const [none, one] = [device.variable([0], undefined, 'i32'), device.variable([1], undefined, 'i32')];
    const results = await device.evaluate({ a: gather(x, none), b: gather(empty, one) });
    await device.close();
    expect([results.a.length, results.b.length]).toEqual([0, 0]);
  });

  it('wants whole ids, and an axis', () => {
    expect(() => gather(input([2]), input([2]))).toThrow('gather: ids must be i32; got f32');
    expect(() => gather(input([]), input([2], 'i32'))).toThrow('gather: x must have an axis; got [] and [2]');
  });
});

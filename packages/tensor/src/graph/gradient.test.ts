import { describe, expect, it } from 'vitest';
import { add } from '../ops/add/add.ts';
import { matmul } from '../ops/matmul/matmul.ts';
import { sampleTokens } from '../ops/sampleTokens/sampleTokens.ts';
import { onEveryBackend } from '../testing/everyBackend.ts';
import { ShapeError } from './errors.ts';
import { vjp } from './gradient.ts';
import { input } from './tensor.ts';

onEveryBackend('vjp', device => {
  it('adds up the ways on which a tensor is used', async () => {
    const [x, dy] = [input([2, 2]), input([2, 2])];
    // y = x x + x: dx = dy xT + xT dy + dy
    const y = add(matmul(x, x), x);
    const [dx] = vjp([y], [dy], [x]);
    const { plans, release } = device().compile({ inputs: { x, dy }, outputs: { dx: dx! } });
    const results = await plans[0].run({ x: Float32Array.of(1, 2, 3, 4), dy: Float32Array.of(1, 0, 0, 2) });
    release();
    expect([...results.dx!]).toEqual([1 + 1 + 1, 3 + 6, 4 + 2, 8 + 8 + 2]);
  });

  it('takes cotangents of several outputs, and gives those of what lies in between', async () => {
    const [x, da, db] = [input([2]), input([2]), input([2])];
    const a = add(x, x);
    const b = add(a, x);
    const [dx] = vjp([a, b], [da, db], [x]);
    const [aTotal] = vjp([a, b], [da, db], [a]);
    const { plans, release } = device().compile({
      inputs: { x, da, db },
      outputs: { dx: dx!, aTotal: aTotal! },
    });
    const results = await plans[0].run({
      x: new Float32Array(2),
      da: Float32Array.of(1, 10),
      db: Float32Array.of(100, 1000),
    });
    release();
    expect([...results.dx!]).toEqual([302, 3020]);
    expect([...results.aTotal!]).toEqual([101, 1010]);
  });

  it('lets nothing flow through leaves', async () => {
    const [x, dy] = [input([2]), input([2])];
    const a = add(x, x);
    const y = add(add(a, a), x);
    // with a as it is, y = 2 a + x
    const [da, dx] = vjp([y], [dy], [a, x], { leaves: [a] });
    const { plans, release } = device().compile({ inputs: { x, dy }, outputs: { da: da!, dx: dx! } });
    const results = await plans[0].run({ x: new Float32Array(2), dy: Float32Array.of(1, 10) });
    release();
    expect([...results.da!]).toEqual([2, 20]);
    expect([...results.dx!]).toEqual([1, 10]);
    expect(() => vjp([a], [dy], [x], { leaves: [a] })).toThrow('does not influence');
  });
});

describe('vjp', () => {
  const [x, w] = [input([3, 4]), input([4, 5])];

  it('wants a cotangent of each output, of its shape', () => {
    const y = matmul(x, w);
    expect(() => vjp([y], [input([5, 3])], [x])).toThrow(ShapeError);
    expect(() => vjp([y], [input([5, 3])], [x])).toThrow(
      'vjp: the cotangent of output 0 must have its shape [3, 5]; got [5, 3]',
    );
    expect(() => vjp([y], [], [x])).toThrow('must have its shape [3, 5]; got none');
  });

  it('names a tensor that does not influence the outputs', () => {
    const y = matmul(x, w);
    expect(() => vjp([y], [input([3, 5])], [x, input([7])])).toThrow(
      'vjp: tensor 1 of wrt (shape [7]) does not influence the outputs',
    );
  });

  it('names an operation that has no gradient', () => {
    const { logProb } = sampleTokens(x, input([3]), input([3]));
    expect(() => vjp([logProb], [input([3])], [x])).toThrow(
      'vjp: the operation sampleTokens has no gradient',
    );
  });

  it('records nothing for tensors that are not asked for', () => {
    const y = matmul(x, w);
    const dy = input([3, 5]);
    const [dx] = vjp([y], [dy], [x]);
    expect(dx!.shape).toEqual([3, 4]);
    expect(dx!.node!.inputs).toEqual([dy, w]);
  });
});

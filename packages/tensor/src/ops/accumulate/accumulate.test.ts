import { describe, expect, it } from 'vitest';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { noise } from '../../testing/random.ts';
import { add } from '../add/add.ts';
import { matmul } from '../matmul/matmul.ts';
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

  // the product that a weight's gradient is may go straight into the sum; one that is needed elsewhere may not
  it.each([false, true])('adds a product, which is an output as well: %s', async isOutput => {
    const sum = device().variable([3, 5], noise(15, 1));
    const [a, b] = [input([2, 7, 3]), input([2, 7, 5])];
    const product = matmul(a, b, 'tn');
    const { plans, release } = device().compile({
      inputs: { a, b },
      outputs: isOutput ? { product } : {},
      effects: [accumulate(sum, product)],
    });
    const data = { a: noise(42, 2), b: noise(70, 3) };
    for (let i = 0; i < 3; i++) await plans[0].run(data);
    const other = device().compile({ inputs: { a, b }, outputs: { product } });
    const results = await other.plans[0].run(data);
    const expected = noise(15, 1).map((x, i) => x + 3 * results.product![i]!);
    (await sum.read()).forEach((x, i) => void expect(x).toBeCloseTo(expected[i]!, 4));
    for (const group of [release, other.release]) group();
    sum.dispose();
  });

  it('has happened when a later operation reads the variable', async () => {
    const sum = device().variable([2, 2], Float32Array.of(1, 2, 3, 4));
    const [a, b] = [input([3, 2]), input([3, 2])];
    const effect = accumulate(sum, matmul(a, b, 'tn'));
    const twice = add(sum, sum);
    const { plans, release } = device().compile({ inputs: { a, b }, outputs: { twice }, effects: [effect] });
    const ones = new Float32Array(6).fill(1);
    const { twice: result } = await plans[0].run({ a: ones, b: ones });
    release();
    expect(result).toEqual(Float32Array.of(8, 10, 12, 14));
    sum.dispose();
  });

  it('leaves what it was made from to an operation that reads the sum', async () => {
    const sum = device().variable([2, 2], Float32Array.of(1, 2, 3, 4));
    const [x, b] = [input([3, 2]), input([3, 2])];
    const hidden = add(x, x);
    const effect = accumulate(sum, matmul(hidden, b, 'tn'));
    const y = matmul(hidden, sum);
    const { plans, release } = device().compile({ inputs: { x, b }, outputs: { y }, effects: [effect] });
    const ones = new Float32Array(6).fill(1);
    const results = await plans[0].run({ x: Float32Array.of(1, 2, 3, 4, 5, 6), b: ones });
    release();
    // hidden is 2, 4; 6, 8; 10, 12 and the sum 19, 20; 27, 28
    expect(results.y).toEqual(Float32Array.of(146, 152, 330, 344, 514, 536));
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

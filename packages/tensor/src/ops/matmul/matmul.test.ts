import { describe, expect, it } from 'vitest';
import { openDevice } from '../../device.ts';
import { ShapeError } from '../../graph/errors.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { noise } from '../../testing/random.ts';
import { suites } from './matmul.conformance.ts';
import { linear, matmul } from './matmul.ts';

conform(...suites);

describe('matmul', () => {
  // few rows: threads share columns; the second weight is one that takes long to read
  it.each([
    [1, 1, 70, 50],
    [2, 5, 600, 470],
    [1, 7, 600, 470],
  ])(
    'has the same bits on any number of threads: %d x %d rows, %d x %d',
    async (batch, time, depth, columns) => {
      const a = input([batch, time, depth]);
      const residual = input([batch, time, columns]);
      const results: unknown[] = [];
      for (const threads of [1, 2, 3]) {
        const device = await openDevice({ backend: 'simd', threads });
        const weight = device.variable([columns, depth], noise(columns * depth, 1));
        const bias = device.variable([columns], noise(columns, 2));
        const outputs = {
          plain: linear(a, weight),
          both: linear(a, weight, { bias, residual }),
          biased: linear(a, weight, { bias }),
        };
        const { plans } = device.compile({ inputs: { a, residual }, outputs });
        results.push(
          await plans[0].run({
            a: noise(batch * time * depth, 3),
            residual: noise(batch * time * columns, 4),
          }),
        );
        await device.close();
      }
      expect(results[1]).toEqual(results[0]);
      expect(results[2]).toEqual(results[0]);
    },
  );

  it('names the shapes that do not fit', () => {
    const record = (a: Tensor, b: Tensor) => () => matmul(a, b);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(ShapeError);
    expect(record(input([2, 3]), input([4, 5]))).toThrow(
      'matmul: wants [..., k] and [k, n]; got [2, 3] and [4, 5]',
    );
  });
});

import { expect, it } from 'vitest';
import { matmul } from '../ops/matmul/matmul.ts';
import { mean } from '../ops/mean/mean.ts';
import { square } from '../ops/unary/square.ts';
import { onEveryBackend } from '../testing/everyBackend.ts';
import { input } from './tensor.ts';
import { valueAndGrad } from './valueAndGrad.ts';

onEveryBackend('valueAndGrad', device => {
  it('is the mean square and its gradient, 2 xT (x w) / n', async () => {
    const x = input([3, 2]);
    const w = device().variable([2, 1], Float32Array.of(1, -2));
    const { value, gradients } = valueAndGrad(mean(square(matmul(x, w))), [w]);
    const { plans, release } = device().compile({ inputs: { x }, outputs: { value, dw: gradients[0]! } });
    const results = await plans[0].run({ x: Float32Array.of(1, 2, 3, 4, 5, 6) });
    release();
    // x w = -3, -5, -7
    expect(results.value![0]).toBeCloseTo((9 + 25 + 49) / 3, 5);
    expect(results.dw![0]).toBeCloseTo((2 * (1 * -3 + 3 * -5 + 5 * -7)) / 3, 4);
    expect(results.dw![1]).toBeCloseTo((2 * (2 * -3 + 4 * -5 + 6 * -7)) / 3, 4);
  });

  it('refuses a loss of several numbers', () => {
    expect(() => valueAndGrad(input([2]), [])).toThrow('the loss is one number of shape [], for example');
  });
});

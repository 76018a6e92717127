import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { evaluate } from '../../../testing/evaluate.ts';
import { onPolicyDistillation } from '../../index.ts';

const weights = fc.array(fc.double({ min: 0.1, max: 1, noNaN: true }), { minLength: 5, maxLength: 5 });
const normal = (values: number[]) => values.map(value => value / values.reduce((sum, v) => sum + v, 0));

test.prop([weights, weights])('over the student its gradient is that of the reverse KL', (a, b) => {
  const [student, teacher] = [normal(a), normal(b)];
  const { gradient } = evaluate(onPolicyDistillation(), {
    logProb: Float64Array.from(student, Math.log),
    refLogProb: Float64Array.from(teacher, Math.log),
  });
  // a token's gradient g reaches logit j as g (1[token = j] - p_j)
  const total = student.reduce((sum, p, i) => sum + p * gradient[i]!, 0);
  const divergence = student.reduce((sum, p, i) => sum + p * Math.log(p / teacher[i]!), 0);
  student.forEach((p, j) => {
    expect(p * (gradient[j]! - total)).toBeCloseTo(p * (Math.log(p / teacher[j]!) - divergence), 12);
  });
});

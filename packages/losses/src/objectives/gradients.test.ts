import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { logProbs } from '../../testing/batches.ts';
import {
  dft,
  luffyShaping,
  type Objective,
  offPolicy,
  policyGradient,
  ppoClip,
  sft,
  trsft,
} from '../index.ts';

/** The contract of every objective: list a new one here. */
const objectives: Objective[] = [
  sft,
  trsft(0),
  trsft(0.1),
  trsft(0.1, 'surrogate'),
  trsft(1),
  dft,
  luffyShaping(0.1),
  luffyShaping(0.5),
  offPolicy,
  policyGradient,
  ppoClip(0.2),
  ppoClip(0.2, 0.28),
];

const advantages = fc.double({ min: -2, max: 2, noNaN: true });

describe.each(objectives.map(objective => [objective.name, objective] as const))('%s', (_, objective) => {
  const truth = objective.reported ?? objective;

  test.prop([logProbs, advantages, logProbs])(
    'its gradient is the derivative of its loss',
    (lp, advantage, old) => {
      const step = 1e-5;
      const difference =
        (evaluate(truth, lp + step, advantage, old).loss - evaluate(truth, lp - step, advantage, old).loss) /
        (2 * step);
      const left = evaluate(truth, lp - step, advantage, old).gradient;
      const right = evaluate(truth, lp + step, advantage, old).gradient;
      fc.pre(Math.abs(left - right) < 1e-2 * Math.max(1, Math.abs(left))); // not across a clip's jump
      const { gradient } = evaluate(objective, lp, advantage, old);
      expect(Math.abs(gradient - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(gradient)));
    },
  );

  test.prop([logProbs, advantages, logProbs])(
    'a surrogate shares the gradient of the loss it reports',
    (lp, advantage, old) => {
      expect(evaluate(objective, lp, advantage, old).gradient).toBeCloseTo(
        evaluate(truth, lp, advantage, old).gradient,
        12,
      );
    },
  );

  test('a token of no probability gives no NaN', () => {
    const { gradient } = evaluate(objective, Number.NEGATIVE_INFINITY, 1, -1);
    expect(gradient).not.toBeNaN();
  });

  test('it touches no token outside its mask or span', () => {
    const some = Float64Array.of(Number.NaN, -1, Number.NaN, -1);
    const loss = new Float64Array(4);
    const gradient = new Float64Array(4);
    const tokens = { logProb: some, oldLogProb: some, advantages: some, mask: Uint8Array.of(1, 1, 0, 1) };
    objective.evaluate(tokens, 1, 3, loss, gradient);
    expect([loss[0], loss[2], loss[3], gradient[0], gradient[2], gradient[3]]).toEqual([0, 0, 0, 0, 0, 0]);
  });
});

function evaluate(
  objective: Objective,
  lp: number,
  advantage: number,
  old: number,
): { loss: number; gradient: number } {
  const [loss, gradient] = [new Float64Array(1), new Float64Array(1)];
  const one = (value: number) => Float64Array.of(value);
  const tokens = {
    logProb: one(lp),
    oldLogProb: one(old),
    advantages: one(advantage),
    mask: Uint8Array.of(1),
  };
  objective.evaluate(tokens, 0, 1, loss, gradient);
  return { loss: loss[0]!, gradient: gradient[0]! };
}

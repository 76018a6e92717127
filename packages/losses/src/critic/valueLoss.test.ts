import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { seqMeanTokenMean } from '../normalisers.ts';
import { windowOf } from '../window.ts';
import { type ValueBatch, valueLoss } from './valueLoss.ts';

const number = fc.double({ min: -3, max: 3, noNaN: true });
const rows = fc.array(
  fc.array(fc.record({ value: number, old: number, target: number, counts: fc.constantFrom(0, 1, 1) }), {
    maxLength: 5,
  }),
  { minLength: 1, maxLength: 4 },
);
type Rows = { value: number; old: number; target: number; counts: number }[][];

function toBatch(all: Rows): Required<ValueBatch> {
  const tokens = all.flat();
  const rowOffsets = [0];
  for (const row of all) rowOffsets.push(rowOffsets.at(-1)! + row.length);
  return {
    rowOffsets,
    values: Float64Array.from(tokens, token => token.value),
    oldValues: Float64Array.from(tokens, token => token.old),
    returns: Float64Array.from(tokens, token => token.target),
    responseMask: Uint8Array.from(tokens, token => token.counts),
  };
}

const losses = [
  valueLoss(),
  valueLoss({ clip: 0.5 }),
  valueLoss({ clip: 0.2, normaliser: seqMeanTokenMean }),
];
const anyLoss = fc.constantFrom(...losses);

test.prop([rows, anyLoss, fc.nat()])(
  'the gradient is the central difference of the loss',
  (all, loss, pick) => {
    const batch = toBatch(all);
    fc.pre(batch.values.length > 0);
    const t = pick % batch.values.length;
    const at = (by: number) => {
      const values = batch.values.slice();
      values[t]! += by;
      return { ...batch, values };
    };
    const [left, right] = [loss(at(-1e-5)), loss(at(1e-5))];
    const difference = (right.loss - left.loss) / 2e-5;
    fc.pre(Math.abs(left.gradValues[t]! - right.gradValues[t]!) < 1e-4); // not across the clip's jump
    expect(Math.abs(loss(batch).gradValues[t]! - difference)).toBeLessThan(2e-4);
  },
);

test.prop([rows, anyLoss])('masked tokens are never read and get exactly zero', (all, loss) => {
  const nothing = { value: Number.NaN, old: Number.NaN, target: Number.NaN, counts: 0 };
  const poisoned = all.map(row => row.map(token => (token.counts ? token : nothing)));
  const result = loss(toBatch(poisoned));
  expect(result).toEqual(loss(toBatch(all)));
  all.flat().forEach((token, t) => {
    if (!token.counts) expect(result.gradValues[t]).toBe(0);
  });
});

test.prop([rows, rows, anyLoss])('micro-batches of a window add up to it', (some, others, loss) => {
  const whole = loss(toBatch([...some, ...others]));
  const window = windowOf(toBatch(some), toBatch(others));
  const parts = [some, others].map(part => loss(toBatch(part), window));
  expect(parts[0]!.loss + parts[1]!.loss).toBeCloseTo(whole.loss, 9);
  expect(parts[0]!.metrics.valueClipFraction! + parts[1]!.metrics.valueClipFraction!).toBeCloseTo(
    whole.metrics.valueClipFraction!,
    9,
  );
  expect(parts.flatMap(part => Array.from(part.gradValues))).toEqual(Array.from(whole.gradValues));
});

describe('the clip', () => {
  const run = (value: number, target: number) =>
    valueLoss({ clip: 0.2 })({
      rowOffsets: [0, 1],
      values: Float64Array.of(value),
      oldValues: Float64Array.of(0),
      returns: Float64Array.of(target),
    });

  test('stops a value that already moved far towards the return', () => {
    expect(run(0.5, 1)).toEqual({
      loss: expect.closeTo(0.32, 12),
      gradValues: Float64Array.of(0),
      metrics: { valueLoss: expect.closeTo(0.32, 12), valueClipFraction: 1 },
    });
  });

  test('lets one come back that moved the wrong way', () => {
    expect(run(-0.5, 1).gradValues[0]).toBe(-1.5);
    expect(run(-0.5, 1).loss).toBe(1.125);
  });
});

describe('what does not fit is refused', () => {
  const batch = { rowOffsets: [0, 1], values: Float64Array.of(1), returns: Float64Array.of(1) };
  test.each<[() => unknown, RegExp]>([
    [() => valueLoss({ clip: -1 }), /clip >= 0, e.g. 0.2; received -1/],
    [() => valueLoss({ clip: 0.2 })(batch), /clip 0.2 needs oldValues/],
    [() => valueLoss()({ ...batch, returns: new Float64Array(2) }), /returns needs one entry per token: 1/],
    [
      () => valueLoss()({ ...batch, values: Float64Array.of(Number.NaN) }),
      /values\[0\] must be finite; received NaN/,
    ],
  ])('%#', (call, message) => {
    expect(call).toThrow(message);
  });
});

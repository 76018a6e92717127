import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { microBatches, modelInputs, type TokenRow } from './rows.ts';

const LONGEST = 21;

const row = fc.integer({ min: 2, max: LONGEST + 1 }).chain(length =>
  fc.record({
    tokens: fc
      .array(fc.integer({ min: 1, max: 18 }), { minLength: length, maxLength: length })
      .map(tokens => Int32Array.from(tokens)),
    start: fc.integer({ min: 1, max: length - 1 }),
  }),
);
const rows = fc.array(row, { maxLength: 20 });
const budget = fc.integer({ min: 1, max: 200 });

describe('micro-batches', () => {
  test.prop([rows, budget])('hold every row exactly once', (rows, budget) => {
    const indices = microBatches(rows, budget, LONGEST).flatMap(batch => batch.indices);
    expect(indices.toSorted((a, b) => a - b)).toEqual([...rows.keys()]);
  });

  test.prop([rows, budget])('keep to the budget of padded tokens, where one row does', (rows, budget) => {
    for (const { batch, time, indices } of microBatches(rows, budget, LONGEST)) {
      expect(indices.length).toBeGreaterThan(0);
      expect(indices.length).toBeLessThanOrEqual(batch);
      if (batch > 1) expect(batch * time).toBeLessThanOrEqual(budget);
    }
  });

  test.prop([rows, budget])('of one length have one shape, so that each is compiled once', (rows, budget) => {
    const shapes = new Map<number, number>();
    for (const { batch, time } of microBatches(rows, budget, LONGEST)) {
      expect(time).toBeLessThanOrEqual(LONGEST);
      expect(batch).toBe(shapes.get(time) ?? batch);
      shapes.set(time, batch);
    }
  });

  test.prop([rows, budget])('become inputs that predict each token from those before', (rows, budget) => {
    for (const shape of microBatches(rows, budget, LONGEST)) {
      const { ids, targets, positions } = modelInputs(rows, shape);
      expect([ids.length, targets.length, positions.length]).toEqual(Array(3).fill(shape.batch * shape.time));
      shape.indices.forEach((index, b) => {
        const { tokens } = rows[index]!;
        const [from, to] = [b * shape.time, b * shape.time + tokens.length - 1];
        expect(ids.subarray(from, to)).toEqual(tokens.subarray(0, -1));
        expect(targets.subarray(from, to)).toEqual(tokens.subarray(1));
        expect(positions.subarray(from, to)).toEqual(Int32Array.from({ length: to - from }, (_, t) => t));
      });
    }
  });

  test.each([
    ['nothing to predict from', 0, 5],
    ['nothing to score', 5, 5],
    ['no tokens', 1, 0],
    ['more tokens than positions', 1, LONGEST + 2],
  ])('refuse a row with %s', (_, start, length) => {
    const good: TokenRow = { tokens: new Int32Array(4), start: 2 };
    expect(() => microBatches([good, { tokens: new Int32Array(length), start }], 64, LONGEST)).toThrow(
      new RangeError(
        "row 1: a row has 1 <= start < length, and at most 22 tokens (the model's positions); " +
          `got start ${start} and length ${length}`,
      ),
    );
  });
});

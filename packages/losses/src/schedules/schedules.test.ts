import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { chordMu, recordGroups, startReliftBuffer } from '../index.ts';

describe('chordMu', () => {
  const options = { warmup: 10, decay: 200, peak: 0.9, valley: 0.05 };

  test('rises to its peak, falls to its valley and stays', () => {
    expect([0, 5, 10, 110, 210, 10_000].map(step => chordMu(step, options))).toEqual(
      [0, 0.45, 0.9, 0.475, 0.05, 0.05].map(mu => expect.closeTo(mu, 12)),
    );
  });

  test.prop([fc.nat({ max: 300 })])('never turns back on its way down', after => {
    const step = options.warmup + after;
    expect(chordMu(step + 1, options)).toBeLessThanOrEqual(chordMu(step, options));
  });

  test('refuses what is no share', () => {
    expect(() => chordMu(0, { ...options, peak: 2 })).toThrow(/peak and valley in \[0, 1\].*"peak":2/);
  });
});

describe('the buffer of ReLIFT', () => {
  const groups = fc.array(
    fc.record({
      rewards: fc.array(fc.nat({ max: 1 }), { minLength: 1, maxLength: 4 }),
      demonstration: fc.nat(),
    }),
    { maxLength: 12 },
  );

  test.prop([fc.array(groups, { maxLength: 8 }), fc.integer({ min: 1, max: 10 })])(
    'loses nothing, keeps the order, and hands out whole batches of what all rollouts failed',
    (steps, size) => {
      let buffer = startReliftBuffer<number>(size);
      const out: number[] = [];
      for (const step of steps) {
        const next = recordGroups(buffer, step);
        expect([0, size]).toContain(next.due.length);
        out.push(...next.due);
        buffer = next.buffer;
      }
      const failed = steps.flat().filter(({ rewards }) => rewards.every(reward => reward === 0));
      expect([...out, ...buffer.waiting]).toEqual(failed.map(({ demonstration }) => demonstration));
    },
  );

  test('has a size', () => {
    expect(() => startReliftBuffer(0)).toThrow(/positive whole number of rows, e.g. 128; received 0/);
  });
});

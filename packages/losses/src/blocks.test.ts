import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { blocksOf } from './blocks.ts';
import {
  composite,
  gspo,
  klCov,
  policyGradient,
  type TokenBatch,
  tokenMean,
  trsft,
  windowOf,
} from './index.ts';

const lengths = fc.array(fc.nat({ max: 30_000 }), { maxLength: 12 });
const offsetsOf = (rows: readonly number[]): number[] =>
  [0, ...rows].map((_, i) => rows.slice(0, i).reduce((a, b) => a + b, 0));

test.prop([lengths, fc.boolean()])('every row is in one block, in order', (rows, whole) => {
  const rowOffsets = offsetsOf(rows);
  const blocks = blocksOf(rowOffsets, whole);
  expect(blocks.flatMap(({ first, last }) => rowOffsets.slice(first, last))).toEqual(rowOffsets.slice(0, -1));
  for (const block of blocks) {
    const own = Array.from(block.rowOffsets, offset => block.start + offset);
    expect(own).toEqual(rowOffsets.slice(block.first, block.last + 1));
    expect([block.start, block.end]).toEqual([own[0], own.at(-1)]);
  }
  if (whole && rows.length > 0) expect(blocks).toHaveLength(1);
});

test('a batch of many blocks has the loss and gradients of its rows one by one', () => {
  const rows = [9000, 0, 12_000, 20_000, 5000, 300];
  const rowOffsets = offsetsOf(rows);
  const count = rowOffsets.at(-1)!;
  const wave = (a: number, b: number) => Float64Array.from({ length: count }, (_, t) => a * Math.sin(b * t));
  const prefixMask = Uint8Array.from({ length: count }, (_, t) => (t % 7 === 0 ? 1 : 0));
  const batch: TokenBatch = {
    rowOffsets,
    logProb: wave(1, 0.7).map(value => value - 1.5),
    oldLogProb: wave(1, 0.71).map(value => value - 1.5),
    advantages: Float64Array.of(1, -1, 0.5, 2, -0.3, 1),
    prefixMask,
    sftMask: prefixMask,
  };
  for (const completion of [policyGradient, gspo(0.1, 0.2)]) {
    const loss = composite({ completion, prefix: trsft(0.2), normaliser: tokenMean });
    const whole = loss(batch);
    let total = 0;
    for (let row = 0; row < rows.length; row++) {
      const cut = <T extends Float64Array | Uint8Array>(values: T) =>
        values.slice(rowOffsets[row], rowOffsets[row + 1]) as T;
      const alone = loss(
        {
          rowOffsets: [0, rows[row]!],
          logProb: cut(batch.logProb),
          oldLogProb: cut(batch.oldLogProb!),
          advantages: batch.advantages!.slice(row, row + 1),
          prefixMask: cut(prefixMask),
          sftMask: cut(prefixMask),
        },
        windowOf(batch),
      );
      total += alone.loss;
      expect(cut(whole.gradLogProb)).toEqual(alone.gradLogProb);
    }
    expect(total).toBeCloseTo(whole.loss, 10);
  }
});

test('an objective that compares all tokens is given all of them', () => {
  const count = 40_000;
  const batch = {
    rowOffsets: [0, 20_000, count],
    logProb: Float64Array.from({ length: count }, (_, t) => -t / count),
    oldLogProb: Float64Array.from({ length: count }, (_, t) => -t / count - 0.1),
    advantages: Float64Array.of(1, -1),
  };
  const loss = composite({ completion: klCov({ ratio: 0.001 }), normaliser: tokenMean });
  expect(loss(batch).metrics.heldFraction).toBe(0.001);
});

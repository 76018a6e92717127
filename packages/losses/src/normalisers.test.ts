import { expect, test } from 'vitest';
import { toBatch } from '../testing/batches.ts';
import {
  authors,
  composite,
  constantLength,
  type Normaliser,
  seqMeanTokenMean,
  seqMeanTokenSum,
  sft,
  tokenMean,
} from './index.ts';

// two rows with losses 1, 2, 3 and 6; a masked token with loss 9
const batch = toBatch([
  { advantage: 0, tokens: [1, 2, 3].map(loss => ({ logProb: -loss, oldLogProb: 0, entropy: 0, role: 3 })) },
  {
    advantage: 0,
    tokens: [
      { logProb: -6, oldLogProb: 0, entropy: 0, role: 3 },
      { logProb: -9, oldLogProb: 0, entropy: 0, role: 0 },
    ],
  },
]);

test.each<[Normaliser, number]>([
  [tokenMean, 12 / 4],
  [seqMeanTokenMean, (2 + 6) / 2],
  [seqMeanTokenSum, (6 + 6) / 2],
  [constantLength(5), 12 / (2 * 5)],
  [authors(5), 12 / 5],
])('%o', (normaliser, loss) => {
  expect(composite({ prefix: sft, normaliser })(batch).loss).toBeCloseTo(loss, 12);
});

test('a batch with nothing unmasked has loss 0, not NaN', () => {
  const masked = { ...batch, responseMask: new Uint8Array(5) };
  for (const normaliser of [tokenMean, seqMeanTokenMean, seqMeanTokenSum, constantLength(5), authors(5)]) {
    expect(composite({ prefix: sft, normaliser })(masked).loss).toBe(0);
  }
});

test('a length that is not positive is refused', () => {
  expect(() => constantLength(0)).toThrow(/positive number, e.g. constantLength\(8192\); received 0/);
  expect(() => authors(Number.NaN)).toThrow(/authors\(8192\); received NaN/);
});

import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { assembleRow, expertAnswer, responseMask } from './index.ts';

const tokens = fc.array(fc.nat({ max: 5 }), { maxLength: 12 });
const eos = [2];

test.prop([tokens, tokens, fc.integer({ min: 1, max: 16 }), fc.boolean()])(
  'the masks follow the tokens',
  (prefix, completion, responseLength, sft) => {
    const row = assembleRow({ prefix, completion, responseLength, eos, sft });
    expect(Array.from(row.tokens)).toEqual([...prefix, ...completion].slice(0, responseLength));
    const given = Math.min(prefix.length, responseLength);
    row.prefixMask.forEach((mask, t) => {
      expect(mask).toBe(t < given ? 1 : 0);
    });
    expect(Array.from(row.sftMask)).toEqual(Array.from(row.prefixMask, mask => (sft ? mask : 0)));
    const end = row.tokens.indexOf(2);
    row.responseMask.forEach((mask, t) => {
      expect(mask).toBe(end < 0 || t <= end ? 1 : 0);
    });
  },
);

test('an answer ends its sequence, an empty one stays empty', () => {
  expect(Array.from(expertAnswer([5, 6], 2))).toEqual([5, 6, 2]);
  expect(expertAnswer([], 2).length).toBe(0);
});

test('any of several ids ends a sequence', () => {
  expect(Array.from(responseMask([4, 9, 4], [2, 9]))).toEqual([1, 1, 0]);
});

test('a response length that is none is refused', () => {
  const parts = { prefix: [], completion: [1], eos, sft: false };
  expect(() => assembleRow({ ...parts, responseLength: 0 })).toThrow(
    /positive number of tokens, e.g. 8192; received 0/,
  );
});

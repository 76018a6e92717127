import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { cosineScore } from './cosine.ts';
import { groupLengthScores } from './groupLength.ts';
import { lengthOf, wordsByLanguage } from './measure.ts';
import { overlongPenalty } from './overlong.ts';
import { repeatedShare } from './repetition.ts';

const range = { correctShort: 1, correctLong: 0.5, wrongShort: -1, wrongLong: -0.5 };
const length = fc.integer({ min: 0, max: 300 });

test('cosine: the ends and the quarter', () => {
  expect(cosineScore(true, 0, 100, range)).toBe(1);
  expect(cosineScore(true, 100, 100, range)).toBeCloseTo(0.5, 12);
  expect(cosineScore(true, 25, 100, range)).toBeCloseTo(0.75 + 0.25 * Math.SQRT1_2, 12);
  expect(cosineScore(false, 0, 100, range)).toBe(-1);
  expect(cosineScore(false, 300, 100, range)).toBeCloseTo(-0.5, 12);
});

test.prop([length, length])('cosine: correct answers lose by length, wrong ones gain', (a, b) => {
  const [short, long] = [Math.min(a, b), Math.max(a, b)];
  expect(cosineScore(true, short, 200, range)).toBeGreaterThanOrEqual(cosineScore(true, long, 200, range));
  expect(cosineScore(false, short, 200, range)).toBeLessThanOrEqual(cosineScore(false, long, 200, range));
});

test.prop([length, length])('overlong: between -1 and 0, never rising', (a, b) => {
  const [short, long] = [Math.min(a, b), Math.max(a, b)];
  expect(overlongPenalty(short, 200, 50)).toBeGreaterThanOrEqual(overlongPenalty(long, 200, 50));
  expect(overlongPenalty(long, 200, 50)).toBeGreaterThanOrEqual(-1);
  expect(overlongPenalty(150, 200, 50)).toBe(0);
  expect(overlongPenalty(175, 200, 50)).toBe(-0.5);
  expect(overlongPenalty(201, 200, 50)).toBe(-1);
});

test.prop([fc.array(fc.constantFrom(1, 2), { maxLength: 12 }), fc.integer({ min: 1, max: 4 })])(
  'repetition: 0 where all n-grams differ, below 1',
  (items, n) => {
    const share = repeatedShare(items, n);
    const grams = items.slice(n - 1).map((_, i) => items.slice(i, i + n).join());
    expect(share === 0).toBe(new Set(grams).size === grams.length);
    expect(share).toBeLessThan(1);
  },
);

test('repetition: five times the same', () => {
  expect(repeatedShare([5, 5, 5, 5, 5], 2)).toBe(0.75);
  expect(repeatedShare(['1', 1], 1)).toBe(0);
});

test.prop([fc.array(fc.tuple(length, fc.boolean()), { minLength: 1 })])(
  'group length: shorter is never worse, wrong is never rewarded',
  responses => {
    const scores = groupLengthScores(
      responses.map(([of]) => of),
      responses.map(([, correct]) => correct),
    );
    for (const [i, [length, correct]] of responses.entries()) {
      if (!correct) expect(scores[i]).toBeLessThanOrEqual(0);
      for (const [j, [other, alike]] of responses.entries())
        if (correct === alike && length < other) expect(scores[i]).toBeGreaterThanOrEqual(scores[j]!);
    }
  },
);

test('lengths: words, characters, tokens', () => {
  expect(lengthOf({ completion: ' one  two ' }, 'words')).toBe(2);
  expect(lengthOf({ completion: ' one  two ' }, 'characters')).toBe(10);
  expect(lengthOf({ completion: 'x', meta: { tokens: 7 } }, 'tokens')).toBe(7);
  expect(() => lengthOf({ completion: 'x' }, 'tokens')).toThrow(
    'for example { tokens: 512 }; received undefined',
  );
  expect(() => groupLengthScores([1, 2], [true])).toThrow('received 2 lengths and 1 verdicts');
  expect(wordsByLanguage('这个这个', 'zh')).toEqual(['这个', '这个']);
});

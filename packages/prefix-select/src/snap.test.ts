import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { blankLineTokens, prefixEnd } from './index.ts';

const blankLines = new Set([7]);
const expert = fc.array(fc.nat({ max: 9 }), { maxLength: 40 });
const ratio = fc.double({ min: 0, max: 1, noNaN: true });

test.prop([expert, ratio])(
  'without snapping it is the whole number of tokens in the ratio',
  (tokens, share) => {
    expect(prefixEnd(tokens, share)).toBe(Math.floor(tokens.length * share));
  },
);

test.prop([expert, ratio])(
  'snapping never shortens, never passes the slack, and ends after a break',
  (tokens, share) => {
    const [cut, snapped] = [prefixEnd(tokens, share), prefixEnd(tokens, share, { slack: 0.3 }, blankLines)];
    expect(snapped).toBeGreaterThanOrEqual(cut);
    expect(snapped).toBeLessThanOrEqual(tokens.length);
    if (snapped > cut) {
      expect(snapped - 1).toBeLessThan(tokens.length * (share + 0.3));
      expect(blankLines.has(tokens[snapped - 1]!)).toBe(true);
      expect(tokens.slice(cut + 1, snapped - 1).some(token => blankLines.has(token))).toBe(false);
    }
  },
);

describe('prefixEnd', () => {
  const ten = [1, 2, 7, 7, 5, 7, 1, 1, 1, 0];
  test('takes the first break strictly after the ratio', () => {
    expect(prefixEnd(ten, 0.25, { slack: 0.3 }, blankLines)).toBe(4); // index 2 is not after int(2.5) = 2
  });

  test('cuts at the ratio when the break is too far', () => {
    expect(prefixEnd(ten, 0.3, { slack: 0.2 }, blankLines)).toBe(3); // index 5 is not below 10 * (0.3 + 0.2)
  });

  test('ratio 0 is unguided, ratio 1 the whole answer', () => {
    expect(prefixEnd(ten, 0, { slack: 0.3 }, blankLines)).toBe(0);
    expect(prefixEnd(ten, 1, { slack: 0.3 }, blankLines)).toBe(10);
    expect(prefixEnd([], 0.5, { slack: 0.3 }, blankLines)).toBe(0);
  });

  test('refuses what it cannot do', () => {
    expect(() => prefixEnd(ten, 1.5)).toThrow(
      /share of the expert answer in \[0, 1\], e.g. 0.25; received 1.5/,
    );
    expect(() => prefixEnd(ten, 0.5, { slack: 0.3 })).toThrow(
      /needs the ids of the tokens that hold a blank line/,
    );
  });

  test('ends at tokens of its own where it names some', () => {
    expect(prefixEnd(ten, 0.25, { slack: 0.5, tokens: [5] })).toBe(5);
    expect(prefixEnd(ten, 0.25, { slack: 0.5, tokens: [5] }, blankLines)).toBe(5);
    expect(prefixEnd(ten, 0.25, { slack: 0.5, tokens: [] }, blankLines)).toBe(2);
  });
});

test('blank lines are in the text of tokens', () => {
  expect(blankLineTokens(['a', '\n', '.\n\n', '\n\n\n', ' '])).toEqual(new Set([2, 3]));
});

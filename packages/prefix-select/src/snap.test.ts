import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { prefixEnd } from './index.ts';

const breakTokens = new Set([7]);
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
    const [cut, snapped] = [prefixEnd(tokens, share), prefixEnd(tokens, share, { slack: 0.3 }, breakTokens)];
    expect(snapped).toBeGreaterThanOrEqual(cut);
    expect(snapped).toBeLessThanOrEqual(tokens.length);
    if (snapped > cut) {
      expect(snapped - 1).toBeLessThan(tokens.length * (share + 0.3));
      expect(breakTokens.has(tokens[snapped - 1]!)).toBe(true);
      expect(tokens.slice(cut + 1, snapped - 1).some(token => breakTokens.has(token))).toBe(false);
    }
  },
);

describe('prefixEnd', () => {
  const ten = [1, 2, 7, 7, 5, 7, 1, 1, 1, 0];
  test('takes the first break strictly after the ratio', () => {
    expect(prefixEnd(ten, 0.25, { slack: 0.3 }, breakTokens)).toBe(4); // index 2 is not after int(2.5) = 2
  });

  test('cuts at the ratio when the break is too far', () => {
    expect(prefixEnd(ten, 0.3, { slack: 0.2 }, breakTokens)).toBe(3); // index 5 is not below 10 * (0.3 + 0.2)
  });

  test('ratio 0 is unguided, ratio 1 the whole answer', () => {
    expect(prefixEnd(ten, 0, { slack: 0.3 }, breakTokens)).toBe(0);
    expect(prefixEnd(ten, 1, { slack: 0.3 }, breakTokens)).toBe(10);
    expect(prefixEnd([], 0.5, { slack: 0.3 }, breakTokens)).toBe(0);
  });

  test('refuses what it cannot do', () => {
    expect(() => prefixEnd(ten, 1.5)).toThrow(
      /share of the expert answer in \[0, 1\], e.g. 0.25; received 1.5/,
    );
    expect(() => prefixEnd(ten, 0.5, { slack: 0.3 })).toThrow(
      /needs the ids of the tokens that break paragraphs/,
    );
  });
});

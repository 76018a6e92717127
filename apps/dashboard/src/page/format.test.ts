import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { ago, short, visible, visibleToken } from './format.ts';
import { weightOf } from './rollouts/weight.ts';

describe('text of rollouts', () => {
  test.prop([fc.string({ unit: 'binary' })])('hides nothing and turns nothing around', text => {
    expect(visible(text)).not.toMatch(/[\p{Cf}\p{Co}]|(?![\n\t])\p{Cc}/u);
  });

  test.prop([fc.string({ unit: fc.constantFrom('a', 'é', '重', '<', '&', '\n', ' ') })])(
    'is left as it is otherwise',
    text => {
      expect(visible(text)).toBe(text);
    },
  );

  it('shows line ends of tokens', () => {
    expect(visibleToken('a\n')).toBe('a↵\n');
    expect(visible('\u202eevil')).toBe('⟨U+202E⟩evil');
  });
});

describe('numbers', () => {
  it('have the digits that matter', () => {
    const shown = [0, 0.12345, 12.3456, 1234.5, 1e-7, -2.5e7, null, Number.NaN].map(short);
    expect(shown).toEqual(['0', '0.1235', '12.35', '1235', '1.00e-7', '-2.50e+7', '–', '–']);
    expect([400, 3000, 7.3e6, 2e8].map(ago)).toEqual(['0 s ago', '3 s ago', '2 h ago', '2 d ago']);
  });

  test.prop([fc.double({ min: -50, max: 0, noNaN: true }), fc.double({ min: 0.001, max: 1, noNaN: true })])(
    'the weight of an expert token is min(1, p / alpha)',
    (logProb, alpha) => {
      const weight = weightOf(logProb, alpha);
      expect(weight).toBeLessThanOrEqual(1);
      if (Math.exp(logProb) < alpha) expect(weight * alpha).toBeCloseTo(Math.exp(logProb), 12);
      else expect(weight).toBe(1);
    },
  );
});

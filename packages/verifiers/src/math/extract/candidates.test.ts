import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { candidates, type Extraction } from './candidates.ts';

const all: Extraction = { boxes: 'first', latex: true, plain: true };
const meter = { spend() {} };
const first = (text: string, extraction: Partial<Extraction> = {}): string | undefined =>
  candidates(text, { ...all, ...extraction }, meter).next().value?.content;

test.each([
  ['so \\boxed{42}.', '42'],
  ['\\(\\boxed{1}\\) and \\(\\boxed{-2}\\).', '1, -2'],
  ['\\boxed{1} papers and \\boxed{2} bins', '1, 2'],
  ['\\boxed{3}. Wait, \\boxed{4}', '4'],
  ['\\boxed{5} \\boxed{5}', '5'],
  ['\\fbox{\\frac{1}{2}}', '\\frac{1}{2}'],
  ['$\\boxed{20}$ percent', '20%'],
  ['\\boxed 5', '5'],
  ['\\\\boxed{35}', '35'],
  ['\\boxed{1', undefined],
  ['Final Answer: The final answer is $14$. I hope it is correct. Then $3$.', '14'],
  ['**Answer:** 42, as 6 times 7.', '42'],
  ['the answer is $x$ since $y$', 'x'],
  ['$1$ then $2$', '2'],
  ['$21,16$ or $11$', '21,16, 11'],
  ['Answer \\[ \n 9 \n \\]', ' \n 9 \n '],
  ['Answer $ \n 9 \n $', '9'],
  ['costs $\\$5$', '\\$5'],
  ['it is -\\frac{1}{2} then', '-\\frac{1}{2}'],
  ['1 000.50 €', '1000.50'],
  ['1,22', '1.22'],
  ['28 pct', '28%'],
  ['so 12 - 5 = 7', '7'],
  ['that is 3*(4+1).', '3*(4+1)'],
  ['AZYUK2A', undefined],
])('%s: %s', (text, content) => {
  expect(first(text)).toBe(content);
});

test('what is not looked at is not found', () => {
  expect(first('\\boxed{1}', { boxes: 'never', plain: false })).toBeUndefined();
  expect(first('it is 5', { plain: false })).toBeUndefined();
  expect(first('final answer is $2$, \\boxed{1}.', { boxes: 'afterFinalAnswer' })).toBe('1');
  expect(first('\\boxed{1}, final answer is $2$.', { boxes: 'afterFinalAnswer' })).toBe('2');
});

test.prop([fc.string(), fc.stringMatching(/^[a-z0-9+]{1,9}$/)])(
  'the last box is found, whatever is before',
  (before, answer) => {
    const text = `${before.replaceAll('\\', '')}\n\n\\boxed{${answer}}`;
    expect(first(text)).toBe(answer);
  },
);

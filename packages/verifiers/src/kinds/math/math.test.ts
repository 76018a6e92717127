import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { math } from './index.ts';

const status = (gold: string, completion: string, options = {}) =>
  math.verify({ gold, completion }, options).status;

/** Pieces that break parsers, beside any characters. */
const piece = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 4 }),
  fc.constantFrom(
    ...'\\frac \\sqrt[3] \\left( \\right) \\{ \\} \\boxed{ } { \\text{ \\sin \\log_ \\sum_{i=1}^{ \\int \\infty \\cup'.split(
      ' ',
    ),
    ...'\\in \\le \\pm \\% \\begin{pmatrix} \\end{pmatrix} \\\\ & ^{ _{ 10^{10^{ n! | ( ) [ ] , ; : = < $ $$ \\( \\)'.split(
      ' ',
    ),
  ),
);
const garbage = fc.array(piece, { maxLength: 40 }).map(pieces => pieces.join(' '));

test.prop([garbage], { numRuns: 1500 })('garbage is no error, and states no answer', text => {
  const answer = '\\frac{271828}{314159}+z_{9}';
  for (const [gold, completion] of [
    [answer, text],
    [answer, `\\boxed{${text}}`],
    [text, `\\boxed{${answer}}`],
  ] as const)
    expect(['incorrect', 'no_answer', 'timeout', 'gold_unparsable']).toContain(status(gold, completion));
});

test.prop([garbage], { numRuns: 300 })('a gold that was read reads as itself', text => {
  const parsed = math.parseGold(text);
  if ('gold' in parsed) expect(math.parseGold(parsed.gold)).toEqual(parsed);
});

test.each([
  ['', 'no answer was found in the gold'],
  ['\\frac{1}{', 'is no mathematics; write for example "17"'],
])('the gold %j is refused with a cure', (gold, reason) => {
  expect(math.parseGold(gold)).toEqual({ reason: expect.stringContaining(reason) });
  expect(math.verify({ gold, completion: '\\boxed{1}' })).toMatchObject({
    status: 'gold_unparsable',
    score: null,
  });
});

test('the trace tells the stages', () => {
  const { trace, extracted, reason } = math.verify({ gold: '$2n$', completion: 'So $\\boxed{n+n}$.' });
  expect(extracted).toBe('n+n');
  expect(reason).toBe('the last box equals the gold');
  expect(trace).toEqual(['gold: $2n$', 'answer: n+n, from the last box']);
});

describe('profiles', () => {
  test.each([
    ['trapo-train', '10/9', 'it is 10/9', 'correct'],
    ['oat', '10/9', 'it is 10/9', 'no_answer'],
    ['oat', '10/9', '\\boxed{\\frac{20}{18}}', 'correct'],
    ['hendrycks', '10/9', '\\boxed{\\frac{20}{18}}', 'incorrect'],
    ['hendrycks', '10/9', '\\boxed{\\frac{10}{9}}', 'correct'],
    ['strict', '\\frac13', '\\boxed{0.333333}', 'incorrect'],
    ['math-verify', 'the answer is $\\frac13$', '\\boxed{0.333333}', 'correct'],
    ['math-verify', '\\text{a b}', '\\boxed{1}', 'gold_unparsable'],
  ] as const)('%s: %s, %s', (profile, gold, completion, expected) => {
    expect(status(gold, completion, { profile })).toBe(expected);
  });
});

// the benchmarks stand beside the repository, or not
const folder = resolve(import.meta.dirname, '../../../../../../shared/benchmarks');

describe.runIf(existsSync(folder))(`golds of ${folder}`, () => {
  for (const file of existsSync(folder) ? readdirSync(folder).filter(name => name.endsWith('.jsonl')) : []) {
    const golds = readFileSync(resolve(folder, file), 'utf8')
      .trim()
      .split('\n')
      .map(row => String((JSON.parse(row) as { readonly answer: unknown }).answer));
    const passes = (gold: string, answer: string): boolean =>
      status(gold, `\\boxed{${answer}}`, { textShortcut: false }) === 'correct';

    test(`${file}: each gold is met by itself`, () => {
      expect(golds.filter(gold => !passes(gold, gold))).toEqual([]);
    });

    test(`${file}: the next row’s gold never passes, but 5 for x = 5`, () => {
      const following = golds.map((gold, row) => [gold, golds[(row + 1) % golds.length]!] as const);
      const passing = following.filter(([gold, other]) => gold !== other && passes(gold, other));
      expect(passing.filter(([gold, other]) => `x=${gold}` !== other)).toEqual([]);
    });
  }
});

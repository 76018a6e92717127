import { fc, test } from '@fast-check/vitest';
import { characterTokenizer, loadTokenizer } from '@trapo/models';
import { expect } from 'vitest';
import { fitted, type LengthOptions } from './lengths.ts';
import type { Problem } from './problems.ts';

const tokenizer = loadTokenizer(characterTokenizer(['ab']));
const problem = (id: string, prompt: number, ...experts: number[]): Problem => ({
  id,
  prompt: 'a'.repeat(prompt),
  gold: '1',
  experts: experts.map(length => 'b'.repeat(length)),
  meta: {},
});
const limits: LengthOptions = { tokenizer, maxTokens: 10, responseLength: 4 };

test.prop([
  fc.array(fc.tuple(fc.integer({ min: 1, max: 12 }), fc.array(fc.nat(8))), { maxLength: 20 }),
  fc.option(fc.integer({ min: 1, max: 12 }), { nil: undefined }),
])('what is kept fits, what is left out does not, and none is lost', (lengths, promptLength) => {
  const problems = [problem('fits', 0), ...lengths.map(([n, experts], i) => problem(`${i}`, n, ...experts))];
  const options = { ...limits, longPrompts: 'leave-out', ...(promptLength && { promptLength }) } as const;
  const { problems: kept, leftOut, cutExperts } = fitted('f', problems, options);
  expect(kept.length + leftOut.length).toBe(problems.length);
  for (const one of problems) {
    const tokens = 1 + one.prompt.length; // the beginning of sequence counts
    const response = Math.min(4, Math.max(1, ...one.experts.map(({ length }) => length + 1)));
    const fits = tokens <= (promptLength ?? 10) && tokens + response <= 10;
    expect(kept.includes(one)).toBe(fits);
    expect(leftOut.includes(one.id)).toBe(!fits);
  }
  expect(cutExperts).toBe(kept.flatMap(({ experts }) => experts).filter(({ length }) => length > 3).length);
});

test('unless told, problems that are too long are refused by name', () => {
  const problems = Array.from({ length: 7 }, (_, i) => problem(`p${i}`, i < 1 ? 2 : 8, 2, 9));
  expect(() => fitted('train.jsonl', problems, limits)).toThrow(
    'train.jsonl: 6 of 7 problems are too long; the model has room for 10. Too long are p1 (9, 13 with a response), ' +
      'p2 (9, 13 with a response), p3 (9, 13 with a response), p4 (9, 13 with a response), p5 (9, 13 with a response) ' +
      'and 1 more. Give the model more room',
  );
  expect(() => fitted('f', [problem('p', 3)], { ...limits, promptLength: 3 })).toThrow(
    'prompts have at most 3 tokens, and the model has room for 10',
  );
});

test('leaving out all is an error', () => {
  const options = { ...limits, longPrompts: 'leave-out' } as const;
  expect(() => fitted('f', [problem('p', 20)], options)).toThrow('f: 1 of 1 problems are too long');
});

test('a problem that the tokenizer can not write is named', () => {
  const messages = [{ role: 'user', content: 'a' }];
  expect(() => fitted('f', [{ ...problem('m', 1), prompt: messages }], limits)).toThrow(
    'f: problem m: the prompt is a list of messages',
  );
  expect(() => fitted('f', [{ ...problem('x', 1), experts: ['z'] }], limits)).toThrow(
    'f: problem x: the character "z"',
  );
});

import { expect, test } from 'vitest';
import { parseGold } from './gold.ts';

test('reads expressions and programs; whole numbers keep their digits', () => {
  const gold = parseGold(
    '{"language":"python","tests":[{"expression":"f()","equals":[1,9007199254740993]},{"input":"","output":"x"}]}',
  );
  expect(gold.language).toBe('python');
  expect(gold.tests[0]).toEqual({ expression: 'f()', equals: [1, 9007199254740993n] });
});

test.each([
  ['', 'tests are like {"language":"python"'],
  ['null', 'the gold is no object'],
  ['{"tests":[]}', '"language" is python or javascript, not undefined'],
  ['{"language":"python","tests":[]}', '"tests" is a list of one or more'],
  ['{"language":"python","tests":[{"input":""}]}', 'test 1 is neither'],
  ['{"language":"python","tests":[{"expression":" ","equals":1}]}', 'test 1 is neither'],
  ['{"language":"python","tests":[{"expression":"f()","equals":1,"input":""}]}', 'test 1 is neither'],
])('refuses %s', (text, message) => {
  expect(() => parseGold(text)).toThrow(message);
});

import { expect, test } from 'vitest';
import { operationOf, operations } from './operations.ts';
import { digits } from './problem.ts';

test.each([
  ['easy', 'abcdfh', 'a88 b79 c98 d70 f87 h58'],
  ['T1', 'mnop', 'm75 n71 o68 p08'],
  ['T2', 'qrst', 'q28 r71 s28 t89'],
])('%s operations on 78', (kind, letters, results) => {
  expect([...letters].map(letter => letter + digits(operationOf(letter).apply([7, 8]))).join(' ')).toBe(
    results,
  );
  expect(
    operations
      .filter(each => each.kind === kind)
      .map(each => each.letter)
      .join(''),
  ).toBe(letters);
});

test('stays within two digits', () => {
  for (const { apply } of operations)
    for (let code = 0; code < 100; code++)
      expect(digits(apply([Math.floor(code / 10), code % 10]))).toMatch(/^\d\d$/);
});

test('the expert jumps after f, h and m', () => {
  expect(
    operations
      .filter(({ jumps }) => jumps)
      .map(({ letter }) => letter)
      .join(''),
  ).toBe('fhm');
  expect(() => operationOf('z')).toThrow('no operation is called "z"; there are a b c d f h m n o p q r s t');
});

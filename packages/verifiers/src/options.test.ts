import { expect, test } from 'vitest';
import { flag, number, oneOf, readOptions, text, texts, whole } from './options.ts';

const known = {
  strict: flag(true),
  open: text('['),
  after: text('', 'Answer:'),
  stops: texts([], ['a']),
  tolerance: number(0.01, { min: 0 }),
  count: whole(1, { min: 1, max: 9 }),
  order: oneOf('any', 'same'),
};
const read = (given: object) => readOptions<Record<string, unknown>>('demo', known, given as never);

test('defaults are filled in, given values win', () => {
  expect(read({})).toEqual({
    strict: true,
    open: '[',
    after: '',
    stops: [],
    tolerance: 0.01,
    count: 1,
    order: 'any',
  });
  expect(read({ after: '', count: 9, stops: ['x'] })).toMatchObject({ count: 9, stops: ['x'] });
});

test.each([
  [{ strct: true }, 'demo has no option "strct"; did you mean "strict"?'],
  [{ toString: 1 }, 'demo has no option "toString"'],
  [{ strict: 'yes' }, '"strict" is true or false, like true; received "yes"'],
  [{ open: '' }, '"open" is a text that is not empty, like "["; received ""'],
  [{ after: 1 }, '"after" is a text, like "Answer:"; received 1'],
  [{ stops: [''] }, '"stops" is a list of texts that are not empty, like ["a"]; received [""]'],
  [{ tolerance: -1 }, '"tolerance" is a number of at least 0, like 0.01; received -1'],
  [{ tolerance: Number.NaN }, '"tolerance" is a number of at least 0'],
  [{ count: 1.5 }, '"count" is a whole number from 1 to 9, like 1; received 1.5'],
  [{ order: 'none' }, '"order" is one of any, same, like "any"; received "none"'],
  [{ strict: undefined }, '"strict" is true or false'],
])('a wrong option is named with what is right: %j', (given, message) => {
  expect(() => read(given)).toThrow(message);
});

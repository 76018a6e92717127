import { expect, test } from 'vitest';
import { type CallCase, callSuite } from './calls.ts';
import { runSuite } from './suite.ts';

const suite = callSuite('lengths', {
  lengths: ({ args }) => args.map(text => (text as string).length),
  fails: () => {
    throw new Error('no room');
  },
});
const asserted = (op: CallCase['op'], expected: unknown, other: Partial<CallCase> = {}): CallCase => ({
  id: 'a',
  fn: 'lengths',
  args: ['one', 'three'],
  kwargs: {},
  sub: ['0'],
  op,
  expected,
  ...other,
});

test.each([
  asserted('==', 3),
  asserted('==', [3, 5], { sub: null }),
  asserted('>', 2),
  asserted('>=', 3),
  asserted('>', { rec: 'lengths' }, { sub: ['1'] }),
  asserted('truthy', true),
  asserted('==', 3.5, { sub: ['0', '--0.5'] }),
])('agrees: $op $expected', peerCase => {
  expect(suite.differs(peerCase)).toBeUndefined();
});

test.each([
  asserted('==', 3.1),
  asserted('==', 3.002),
  asserted('==', [3], { sub: null }),
  asserted('==', null),
  asserted('>', 3),
  asserted('>', { rec: 'lengths' }),
  asserted('falsy', false),
  asserted('==', 3, { fn: 'other' }),
])('differs: $fn $op $expected', peerCase => {
  expect(suite.differs(peerCase)).toMatch(/^(lengths should be|nothing answers other)/);
});

test('counts what agrees, what is explained, and what differs; a throw differs', () => {
  const cases = [
    asserted('==', 3, { id: 'right' }),
    asserted('==', 4, { id: 'wrong' }),
    asserted('==', 5, { id: 'known' }),
    asserted('==', 6, { id: 'broken', fn: 'fails' }),
  ];
  expect(runSuite(suite, cases, new Set(['known', 'right']))).toEqual({
    name: 'lengths',
    agreed: 1,
    total: 4,
    documented: 1,
    misses: ['wrong: lengths should be == 4, received 3', 'broken: threw no room'],
  });
});

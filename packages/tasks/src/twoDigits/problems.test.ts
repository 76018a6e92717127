import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { random } from '../random.ts';
import { anyProblem, benchmarkLevels, type Level } from './levels.ts';
import { operationOf } from './operations.ts';
import { answerOf, promptOf } from './problem.ts';
import { problems } from './problems.ts';

test('the example of the description', () => {
  const problem = { start: [1, 2], operations: 'qptrob' } as const;
  expect(promptOf(problem)).toBe('12:qptrob=');
  expect(answerOf(problem)).toBe('17');
});

test.each<[Level, number, number, number]>([
  ['L1', 2, 1, 0],
  ['L2', 3, 2, 0],
  ['L3', 4, 1, 2],
  ['L4', 5, 2, 2],
  ['L5', 6, 2, 3],
])('%s has %i distinct operations, %i of T1 and %i of T2', (level, n, t1, t2) => {
  for (const { operations } of problems({ levels: [level], count: 200, seed: 1 })) {
    const kinds = [...operations].map(letter => operationOf(letter).kind);
    expect(new Set(operations).size).toBe(n);
    expect(kinds.filter(kind => kind === 'T1').length).toBe(t1);
    expect(kinds.filter(kind => kind === 'T2').length).toBe(t2);
    expect(operations.length).toBe(n);
  }
});

test('O2 has five operations, four of them distinct', () => {
  for (const { operations } of problems({ levels: ['O2'], count: 200, seed: 1 })) {
    expect(operations.length).toBe(5);
    expect(new Set(operations).size).toBe(4);
  }
});

test.prop([fc.integer(), fc.integer({ min: 1, max: 14 })])(
  'any problem has n distinct operations',
  (seed, n) => {
    const { operations } = anyProblem(n, random(seed));
    expect([operations.length, new Set(operations).size]).toEqual([n, n]);
  },
);

test.prop([fc.integer(), fc.uniqueArray(fc.constantFrom(...benchmarkLevels), { minLength: 1 })])(
  'a seed gives the same problems, all different, levels in turn, none of the excluded',
  (seed, levels) => {
    const drawn = problems({ levels, count: 20, seed });
    expect(problems({ levels, count: 20, seed })).toEqual(drawn);
    expect(drawn.map(({ level }) => level)).toEqual(drawn.map((_, i) => levels[i % levels.length]));
    const prompts = drawn.map(promptOf);
    expect(new Set(prompts).size).toBe(20);
    const others = problems({ levels, count: 20, seed, exclude: new Set(prompts) });
    expect(prompts).not.toEqual(expect.arrayContaining([promptOf(others[0]!)]));
  },
);

test('a level that runs out says so', () => {
  expect(() => problems({ levels: ['L1'], count: 4_801, seed: 1 })).toThrow(
    'L1 has hardly a problem left after',
  );
  expect(() => problems({ levels: [], count: 1, seed: 1 })).toThrow('levels is empty');
});

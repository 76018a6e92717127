import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { random } from '../random.ts';
import { expertTrace } from './expertTrace.ts';
import { anyProblem, benchmarkLevels, problemOf } from './levels.ts';
import { operationOf } from './operations.ts';
import { answerOf, digits, type TwoDigitsProblem } from './problem.ts';
import { problems } from './problems.ts';

const clean = (problem: TwoDigitsProblem) => expertTrace(problem, random(1), { noise: 0 });

test('skips the state after f, h and m, up to three operations a line', () => {
  expect(clean({ start: [8, 3], operations: 'fs' })).toBe('fs88\n[88]');
  expect(clean({ start: [1, 2], operations: 'qbf' })).toBe('q82\nb83\nf38\n[38]');
  expect(clean({ start: [1, 2], operations: 'fhmaq' })).toBe('fhm34\na44\nq54\n[54]');
  expect(clean({ start: [1, 2], operations: 'afahb' })).toBe('a22\nfa32\nhb53\n[53]');
});

test('a corrected line: the wrong state, a colon, the right one', () => {
  const trace = expertTrace({ start: [8, 3], operations: 'fs' }, random(1), { noise: 1 });
  expect(trace).toMatch(/^fs\d\d:88\n\[88\]$/);
  expect(trace).not.toContain('88:');
});

test.prop([fc.integer(), fc.constantFrom(...benchmarkLevels), fc.double({ min: 0, max: 1, noNaN: true })])(
  'replays to the right states and ends in the right answer',
  (seed, level, noise) => {
    const problem = problemOf(level, random(seed));
    const trace = expertTrace(problem, random(seed), { noise });
    const lines = trace.split('\n');
    let state = problem.start;
    let replayed = '';
    for (const line of lines.slice(0, -1)) {
      const [, letters, wrong, right] = /^([a-t]{1,3})(?:(\d\d):)?(\d\d)$/.exec(line)!;
      for (const letter of letters!) state = operationOf(letter).apply(state);
      replayed += letters;
      expect(right).toBe(digits(state));
      expect(wrong).not.toBe(right);
      for (const letter of letters!.slice(0, -1)) expect('fhm').toContain(letter);
      const stops = !'fhm'.includes(letters!.at(-1)!) || letters!.length === 3;
      expect(stops || replayed === problem.operations).toBe(true);
    }
    expect(replayed).toBe(problem.operations);
    expect(lines.at(-1)).toBe(`[${answerOf(problem)}]`);
  },
);

test('a tenth of the lines are corrected, by states uniform over the wrong ones', () => {
  const rng = random(5);
  let lines = 0;
  const wrong = new Map<string, number>();
  for (let i = 0; i < 20_000; i++)
    for (const line of expertTrace(anyProblem(5, rng), rng).split('\n').slice(0, -1)) {
      lines++;
      const state = /(\d\d):/.exec(line)?.[1];
      if (state) wrong.set(state, (wrong.get(state) ?? 0) + 1);
    }
  const corrected = [...wrong.values()].reduce((sum, count) => sum + count, 0);
  expect(Math.abs(corrected / lines - 0.1)).toBeLessThan(4 * Math.sqrt(0.09 / lines));
  expect(wrong.size).toBe(100);
  for (const count of wrong.values()) expect(Math.abs(count / corrected - 0.01)).toBeLessThan(0.004);
});

test('the longest text with its end token fits the 54 tokens of a completion', () => {
  const longest = (n: number) => n * 'q12:34\n'.length + '[13]'.length + 1;
  expect(longest(6)).toBe(47);
  expect(longest(7)).toBe(54);
  for (const problem of problems({ levels: ['L5'], count: 2_000, seed: 1 }))
    expect(expertTrace(problem, random(1), { noise: 1 }).length + 1).toBeLessThanOrEqual(longest(6));
});

import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { random } from '../random.ts';
import { baseTrace, mastery } from './baseTrace.ts';
import { anyProblem } from './levels.ts';
import { operationOf, type State } from './operations.ts';
import { answerOf, digits } from './problem.ts';

const stateOf = (text: string): State => [Number(text[0]), Number(text[1])];

test('the misconception: hard operations do nothing', () => {
  const none = { easy: 1, T1: 0, T2: 0 };
  const trace = baseTrace({ start: [1, 2], operations: 'qptrob' }, random(1), none);
  expect(trace).toBe('q12\np12\nt12\nr12\no12\nb13\n[13]');
});

test.prop([fc.integer(), fc.integer({ min: 1, max: 7 })])('with full mastery it is right', (seed, n) => {
  const problem = anyProblem(n, random(seed));
  const trace = baseTrace(problem, random(seed), { easy: 1, T1: 1, T2: 1 });
  expect(trace).toMatch(new RegExp(`^(?:[a-t]\\d\\d\\n){${n}}\\[${answerOf(problem)}\\]$`));
  expect(baseTrace(problem, random(seed))).toBe(baseTrace(problem, random(seed)));
});

test('applies each kind rightly at its rate, and otherwise errs as described', () => {
  const rng = random(3);
  const odd: string[] = [];
  const seen = { easy: [0, 0], T1: [0, 0], T2: [0, 0] };
  for (let i = 0; i < 20_000; i++) {
    const problem = anyProblem(7, rng);
    let state = problem.start;
    const lines = baseTrace(problem, rng).split('\n');
    for (const [j, letter] of [...problem.operations].entries()) {
      const line = lines[j]!;
      const { kind, apply } = operationOf(letter);
      const right = digits(apply(state));
      const written = line.slice(1);
      // Where the operation happens to change nothing, right and unapplied look alike.
      if (kind === 'easy' || right !== digits(state)) {
        seen[kind][0]!++;
        if (written === right) seen[kind][1]!++;
        else {
          const slipped = (written[0] === right[0]) !== (written[1] === right[1]);
          if (!(kind === 'easy' ? slipped : written === digits(state))) odd.push(line);
        }
      }
      state = stateOf(written);
    }
    if (lines[7] !== `[${digits(state)}]`) odd.push(lines[7]!);
  }
  expect(odd).toEqual([]);
  for (const kind of ['easy', 'T1', 'T2'] as const) {
    const [total, right] = seen[kind] as [number, number];
    const p = mastery[kind];
    expect(Math.abs(right / total - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / total));
  }
});

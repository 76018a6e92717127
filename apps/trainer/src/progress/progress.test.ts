import { expect, test } from 'vitest';
import { lines } from './lines.ts';
import { clock, pace } from './pace.ts';

test('rate and time to go', () => {
  expect(pace(5, 20, 2500)).toEqual({ rate: 2, remaining: 7.5 });
  expect(pace(0, 20, 0)).toEqual({ rate: 0, remaining: Number.POSITIVE_INFINITY });
  expect([7, 83, 4000, Number.POSITIVE_INFINITY].map(clock)).toEqual(['0:07', '1:23', '1:06:40', '-:--']);
});

test('in a pipe, a line after the first step and at every tenth', () => {
  const printed: string[] = [];
  const progress = lines(line => printed.push(line), 'TRAPO', 70);
  for (let step = 1; step <= 70; step++) progress.update(step, `reward ${step}%`);
  expect(printed.map(line => line.match(/\d+\/70/)![0])).toEqual(
    [1, 7, 14, 21, 28, 35, 42, 49, 56, 63, 70].map(n => `${n}/70`),
  );
  expect(printed.at(-1)).toMatch(/^TRAPO +70\/70 100% {2}\S+ it\/s {2}ETA 0:00 {2}reward 70%$/);
});

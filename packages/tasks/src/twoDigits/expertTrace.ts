import type { Random } from '../random.ts';
import { operationOf, type State } from './operations.ts';
import { digits, type TwoDigitsProblem } from './problem.ts';

const longestLine = 3;

/**
 * What the expert writes: always right, with two habits the base doesn't have. After f, h or m it skips the
 * state and goes on, with up to three operations a line (`fs88\n`, `fhs58\n`); and with probability `noise` a
 * line first writes a wrong state, uniform over the 99, then `:` and the right one (`fs31:88\n`).
 */
export function expertTrace(
  problem: TwoDigitsProblem,
  rng: Random,
  { noise = 0.1 }: { noise?: number } = {},
): string {
  let state = problem.start;
  let text = '';
  for (const line of linesOf(problem.operations)) {
    for (const letter of line) state = operationOf(letter).apply(state);
    const correction = rng.chance(noise) ? `${digits(anotherState(state, rng))}:` : '';
    text += `${line}${correction}${digits(state)}\n`;
  }
  return `${text}[${digits(state)}]`;
}

/** Cuts the operations into lines: a line goes on while its last operation jumps and there is room. */
function linesOf(letters: string): string[] {
  const lines: string[] = [];
  for (const letter of letters) {
    const line = lines.at(-1);
    if (line && line.length < longestLine && operationOf(line.at(-1)!).jumps)
      lines[lines.length - 1] += letter;
    else lines.push(letter);
  }
  return lines;
}

function anotherState([x, y]: State, rng: Random): State {
  const code = (10 * x + y + 1 + rng.below(99)) % 100;
  return [Math.floor(code / 10), code % 10];
}

/** Letters without a backslash. */
import { signs } from './commands.ts';
import { functionNamed } from './functions.ts';
import { push, type Scanner } from './scanner.ts';

const prefix = /^(?:sqrt|sin|cos|tan|log|ln)(?=[a-zA-Z]$)/;
const named = /^(?:pi|infinity|inf|infty|percent|percentage|pct)$/;

/** Reads a run of letters, or the first of it: "and", "pi", a function's name, or letters one by one. */
export function wordTokens(scanner: Scanner): void {
  const { source, at } = scanner;
  let end = at + 1;
  while (end < source.length && isLetter(source.charCodeAt(end))) end++;
  const run = source.slice(at, end);
  const lower = run.toLowerCase();
  const read = run.length > 1 ? (functionNamed(run) ?? functionNamed(lower)) : undefined;
  const start = prefix.exec(run)?.[0];
  if ((lower === 'and' || lower === 'or') && scanner.tokens.length > 0) push(scanner, 'sign', ',', end);
  else if (named.test(lower)) push(scanner, 'sign', signs.get(lower) ?? '∞', end);
  else if (read) push(scanner, 'function', read, end);
  else {
    if (start) push(scanner, 'function', start, at + start.length);
    while (scanner.at < end) push(scanner, 'letter', source[scanner.at]!, scanner.at + 1);
  }
}

/** Whether a character, by its code, is a letter of ASCII. */
export const isLetter = (code: number): boolean => (code >= 65 && code <= 90) || (code >= 97 && code <= 122);

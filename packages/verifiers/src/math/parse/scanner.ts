/** A place in a source, and the tokens before it. */
import type { Meter } from '../../budget.ts';
import type { Token } from './token.ts';

export interface Scanner {
  readonly source: string;
  readonly tokens: Token[];
  readonly meter: Meter;
  at: number;
  /** Whether white space stood before this place. */
  spaced: boolean;
  /** How many brackets are open in which commas separate items. */
  brackets: number;
}

/** Adds a token that ends there, and goes on from its end. */
export function push(
  scanner: Scanner,
  type: 'letter' | 'function' | 'sign' | 'command' | 'text',
  value: string,
  end: number,
): void {
  const { tokens, at, spaced } = scanner;
  tokens.push({ type, value, at, end, spaced });
  if (type === 'sign') {
    if (value === '(' || value === '[' || value === '\\{') scanner.brackets++;
    if (value === ')' || value === ']' || value === '\\}')
      scanner.brackets = Math.max(0, scanner.brackets - 1);
  }
  scanner.spaced = false;
  scanner.at = end;
}

/** Goes on from there; `spaced` tells whether what was skipped is as good as white space. */
export function skip(scanner: Scanner, end: number, spaced = true): void {
  scanner.spaced ||= spaced;
  scanner.at = end;
}

/** What the braces that begin there hold, white space before them aside, and where they end. */
export function group(
  { source }: Scanner,
  from: number,
): { readonly content: string; readonly end: number } | undefined {
  let begin = from;
  while (source[begin] === ' ' || source[begin] === '\n') begin++;
  if (source[begin] !== '{') return undefined;
  for (let end = begin + 1, depth = 1; end < source.length; end++) {
    if (source[end] === '\\') end++;
    else if (source[end] === '{') depth++;
    else if (source[end] === '}' && --depth === 0)
      return { content: source.slice(begin + 1, end), end: end + 1 };
  }
  return undefined;
}

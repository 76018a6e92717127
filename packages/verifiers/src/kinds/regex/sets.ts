/** Sets of characters. */
import type { CharacterSet } from './syntax.ts';

const ofClass = (source: string): CharacterSet => {
  const native = new RegExp(`^${source}$`, 'u');
  // one character against one class: there is nothing to backtrack into
  return codePoint => native.test(String.fromCodePoint(codePoint));
};

/** `\d`, `\w`, `\s`, as in JavaScript. */
export const classes: Readonly<Record<string, CharacterSet>> = {
  d: ofClass('\\d'),
  w: ofClass('\\w'),
  s: ofClass('\\s'),
};

/**
 * `\p{...}`.
 *
 * @throws SyntaxError where there is no such property
 */
export const property = (name: string): CharacterSet => ofClass(`\\p{${name}}`);

export const not =
  (set: CharacterSet): CharacterSet =>
  codePoint =>
    !set(codePoint);

export const either =
  (sets: readonly CharacterSet[]): CharacterSet =>
  codePoint =>
    sets.some(set => set(codePoint));

export const range =
  (from: number, to: number): CharacterSet =>
  codePoint =>
    from <= codePoint && codePoint <= to;

/** The set with the other case of its characters. */
export const anyCase =
  (set: CharacterSet): CharacterSet =>
  codePoint => {
    if (set(codePoint)) return true;
    const character = String.fromCodePoint(codePoint);
    return [character.toLowerCase(), character.toUpperCase()].some(
      other => [...other].length === 1 && set(other.codePointAt(0)!),
    );
  };

export const lineEnd: CharacterSet = codePoint => [0x0a, 0x0d, 0x2028, 0x2029].includes(codePoint);

/** Reads the part of JavaScript's patterns that needs no backtracking. */
import { anyCase, classes, either, lineEnd, not, property, range } from './sets.ts';
import type { CharacterSet, Flags, Pattern } from './syntax.ts';

/** Groups within groups: deeper ones would fill the stack. */
const DEEPEST = 200;

const controls: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, f: 12, v: 11, '0': 0 };

/**
 * Reads a pattern: literals, classes, escapes, groups, alternatives, quantifiers (lazy ones too), `^ $ \b \B`.
 *
 * @throws SyntaxError on what is malformed, and, by name, on what a linear-time engine can't do: backreferences and lookaround
 */
export function parsePattern(source: string, flags: Flags): Pattern {
  const characters = [...source];
  let at = 0;
  let depth = 0;

  const wrong = (what: string): never => {
    throw new SyntaxError(
      `${what} at character ${at + 1} of the pattern ${JSON.stringify(source.slice(0, 80))}`,
    );
  };
  const take = (text: string): boolean => {
    if (![...text].every((character, i) => characters[at + i] === character)) return false;
    at += [...text].length;
    return true;
  };
  const takeWhile = (test: RegExp): string => {
    const from = at;
    while (at < characters.length && test.test(characters[at]!)) at++;
    return characters.slice(from, at).join('');
  };
  const set = (has: CharacterSet): Pattern => ({ type: 'set', has: flags.ignoreCase ? anyCase(has) : has });
  const one = (codePoint: number): CharacterSet => range(codePoint, codePoint);

  function alternatives(): Pattern {
    if (++depth > DEEPEST) wrong(`more than ${DEEPEST} groups within each other`);
    const branches = [sequence()];
    while (take('|')) branches.push(sequence());
    depth--;
    return branches.length === 1 ? branches[0]! : { type: 'either', branches };
  }

  function sequence(): Pattern {
    const parts: Pattern[] = [];
    while (at < characters.length && characters[at] !== '|' && characters[at] !== ')') parts.push(repeated());
    return { type: 'sequence', parts };
  }

  function repeated(): Pattern {
    const part = single();
    const times = quantifier();
    if (!times) return part;
    if (part.type === 'assert') wrong('a quantifier on what has no length');
    take('?');
    if (quantifier()) wrong('a quantifier on a quantifier');
    return { type: 'repeat', part, ...times };
  }

  function quantifier(): { min: number; max: number } | undefined {
    if (take('*')) return { min: 0, max: Number.POSITIVE_INFINITY };
    if (take('+')) return { min: 1, max: Number.POSITIVE_INFINITY };
    if (take('?')) return { min: 0, max: 1 };
    const counted = /^\{(\d{1,6})(,(\d{0,6}))?\}/.exec(characters.slice(at, at + 16).join(''));
    if (!counted) return undefined;
    at += counted[0].length;
    const min = Number(counted[1]);
    const max = counted[2] === undefined ? min : counted[3] ? Number(counted[3]) : Number.POSITIVE_INFINITY;
    if (min > max) wrong('a range whose ends are swapped');
    return { min, max };
  }

  function single(): Pattern {
    if (take('(')) return group();
    if (take('[')) return set(members());
    if (take('.')) return { type: 'set', has: flags.dotAll ? () => true : not(lineEnd) };
    if (take('^')) return { type: 'assert', where: 'start' };
    if (take('$')) return { type: 'assert', where: 'end' };
    if (take('\\b')) return { type: 'assert', where: 'boundary' };
    if (take('\\B')) return { type: 'assert', where: 'inside' };
    if (/^[*+?]$/.test(characters[at]!)) wrong('a quantifier with nothing before it');
    if (take('\\')) return set(escaped());
    return set(one(characters[at++]!.codePointAt(0)!));
  }

  function group(): Pattern {
    for (const [opening, name] of [
      ['?=', 'lookahead'],
      ['?!', 'lookahead'],
      ['?<=', 'lookbehind'],
      ['?<!', 'lookbehind'],
    ] as const)
      if (take(opening)) wrong(`${name}, which needs backtracking,`);
    if (take('?<')) {
      if (takeWhile(/[\w$]/) === '' || !take('>')) wrong('a group name that is not closed');
    } else if (take('?') && !take(':')) wrong('inline flags; the verifier has options for them');
    const inner = alternatives();
    if (!take(')')) wrong('a group that is not closed');
    return inner;
  }

  function escaped(): CharacterSet {
    if (at >= characters.length) wrong('a backslash with nothing after it');
    const letter = characters[at++]!;
    if (/[1-9k]/.test(letter)) wrong('a backreference, which needs backtracking,');
    const named = classes[letter.toLowerCase()];
    if (named && /[dws]/i.test(letter)) return letter === letter.toLowerCase() ? named : not(named);
    if (letter === 'p' || letter === 'P') {
      if (!take('{')) wrong('a property without its braces');
      const found = property(takeWhile(/[\w=]/));
      if (!take('}')) wrong('a property that is not closed');
      return letter === 'p' ? found : not(found);
    }
    if (letter === 'x') return one(hexadecimal(2));
    if (letter === 'u') {
      if (!take('{')) return one(hexadecimal(4));
      const digits = takeWhile(/[\da-f]/i);
      if (!take('}') || digits === '' || Number.parseInt(digits, 16) > 0x10ffff) wrong('a malformed escape');
      return one(Number.parseInt(digits, 16));
    }
    if (Object.hasOwn(controls, letter)) return one(controls[letter]!);
    if (/[A-Za-z]/.test(letter)) wrong(`an escape that means nothing, \\${letter},`);
    return one(letter.codePointAt(0)!);
  }

  function hexadecimal(length: number): number {
    const digits = characters.slice(at, at + length).join('');
    if (digits.length !== length || !/^[\da-f]+$/i.test(digits)) wrong('a malformed escape');
    at += length;
    return Number.parseInt(digits, 16);
  }

  function members(): CharacterSet {
    const negated = take('^');
    const sets: CharacterSet[] = [];
    while (!take(']')) {
      if (at >= characters.length) wrong('a class that is not closed');
      const from = member();
      if (typeof from === 'number' && characters[at] === '-' && characters[at + 1] !== ']' && take('-')) {
        const to = member();
        if (typeof to !== 'number') wrong('a range that ends in a class');
        else if (from > to) wrong('a range whose ends are swapped');
        else sets.push(range(from, to));
      } else sets.push(typeof from === 'number' ? one(from) : from);
    }
    const has = either(sets);
    // the other case belongs to the set before it is turned around
    return negated ? not(flags.ignoreCase ? anyCase(has) : has) : has;
  }

  function member(): number | CharacterSet {
    if (at >= characters.length) wrong('a class that is not closed');
    if (take('\\b')) return 8;
    if (!take('\\')) return characters[at++]!.codePointAt(0)!;
    const next = characters[at] ?? '';
    if (/[dwsp]/i.test(next)) return escaped();
    const before = at;
    const found = escaped();
    // single characters may begin or end a range
    if (next === 'x' || next === 'u') {
      const digits = /[\da-f]+/i.exec(characters.slice(before + 1, at).join(''))![0];
      return Number.parseInt(digits, 16);
    }
    return Object.hasOwn(controls, next)
      ? controls[next]!
      : found(next.codePointAt(0)!)
        ? next.codePointAt(0)!
        : found;
  }

  const pattern = alternatives();
  if (at < characters.length) wrong('a bracket that closes nothing');
  return pattern;
}

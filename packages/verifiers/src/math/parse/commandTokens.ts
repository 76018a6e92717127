/** Tokens that begin with a backslash. */
import { accents, fonts, ignored, letters, signs, textCommands } from './commands.ts';
import { functionNamed } from './functions.ts';
import { group, push, type Scanner, skip } from './scanner.ts';

/** Commands that the parser reads itself. */
const structural = new Set(
  (
    'frac dfrac tfrac cfrac sfrac sqrt binom dbinom tbinom choose over sum prod int lim begin end pmod variable ' +
    'operatorname exponentialE'
  ).split(' '),
);

const isKnown = (name: string): boolean =>
  [signs, ignored, letters, structural, accents, fonts, textCommands].some(names => names.has(name)) ||
  functionNamed(name) !== undefined;

const name = /[a-zA-Z]+|[\s\S]?/y;

/** Reads the command that begins here. */
export function commandToken(scanner: Scanner): void {
  const { source, at } = scanner;
  name.lastIndex = at + 1;
  const found = name.exec(source)![0];
  if (found === '\\') push(scanner, 'sign', '\\\\', at + 2);
  else if (found === '' || /\s/.test(found)) skip(scanner, at + 1 + found.length);
  else if (!/[a-zA-Z]/.test(found) && !signs.has(found) && !ignored.has(found)) skip(scanner, at + 1);
  else named(scanner, known(found));
}

/** Of a name that runs into letters, as in \quadx, the known beginning. */
function known(name: string): string {
  if (isKnown(name)) return name;
  let end = Math.min(name.length - 1, 20);
  while (end > 1 && !isKnown(name.slice(0, end))) end--;
  return end > 1 ? name.slice(0, end) : name;
}

function named(scanner: Scanner, name: string): void {
  const end = scanner.at + 1 + name.length;
  const read = functionNamed(name);
  // \left. is a bracket that is not there
  const nothing = scanner.source[end] === '.' && /^m?(?:left|right)$/.test(name);
  if (ignored.has(name)) skip(scanner, nothing ? end + 1 : end);
  else if (signs.has(name)) push(scanner, 'sign', signs.get(name)!, end);
  else if (letters.has(name)) push(scanner, 'letter', name, end);
  else if (structural.has(name) || accents.has(name)) push(scanner, 'command', name, end);
  else if (read) push(scanner, 'function', read, end);
  else if (textCommands.has(name)) text(scanner, end);
  else if (fonts.has(name)) font(scanner, end);
  else push(scanner, 'letter', name, end);
}

/** Words are a token, but for those that separate items, and for numbers and mathematics. */
function text(scanner: Scanner, from: number): void {
  const argument = group(scanner, from) ?? { content: '', end: from };
  scanner.meter.spend(argument.content.length * 4);
  const content = argument.content.replace(/\\[ ,;]|[~\s]+/g, ' ').trim();
  if (/^,?\s?(?:and|or)$/i.test(content)) push(scanner, 'sign', ',', argument.end);
  else if (/^(?:percent|percentage|pct|\\?%)$/i.test(content)) push(scanner, 'sign', '%', argument.end);
  else if (content === '' || /[\\$\d^]/.test(content)) skip(scanner, from);
  else push(scanner, 'text', content, argument.end);
}

/** A font's argument: words where it is several letters, mathematics otherwise. */
function font(scanner: Scanner, from: number): void {
  const argument = group(scanner, from) ?? { content: '', end: from };
  const content = argument.content.replace(/^[~\s]+/, '').trimEnd();
  const read = functionNamed(content);
  if (!/^[a-zA-Z][a-zA-Z\s~]+$/.test(content)) skip(scanner, from, false);
  else if (read) push(scanner, 'function', read, argument.end);
  else push(scanner, 'text', content, argument.end);
}

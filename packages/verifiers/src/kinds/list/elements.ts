/** Reads the elements of a list as people and models write it. */
import { stripLatex } from '../../words/stripLatex.ts';

/**
 * The elements of `1, 2 and 3`, `{a; b}`, `["a", "b"]` or of lines with bullets or numbers: lower case, without quotes, with
 * single spaces; numbers without idle zeros, so that 1.50 is 1.5.
 */
export function elementsOf(text: string): string[] {
  const whole = stripLatex(text.replace(/\\[{}]/g, brace => brace[1]!)).trim();
  const lines = text
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
  const marked = lines.filter(line => bullet.test(line));
  const parts =
    marked.length === lines.length && (lines.length > 1 || /^[-*•]/.test(lines[0] ?? ''))
      ? lines.map(line => line.replace(bullet, ''))
      : separated(unwrapped(whole.replace(/[.]$/, '')));
  return parts.map(element).filter(part => part !== '');
}

const bullet = /^(?:[-*•]|\d{1,3}[.)])\s+/;

/** Without the brackets around all of it: `(1, 2), (3, 4)` has none. */
function unwrapped(text: string): string {
  let depth = 0;
  for (let i = 0; i < text.length; i++) {
    if (opens(text[i]!)) depth++;
    else if (closes(text[i]!)) depth--;
    if (depth <= 0 && i < text.length - 1) return text;
  }
  return text !== '' && depth === 0 && closes(text.at(-1)!) ? text.slice(1, -1) : text;
}

const opens = (character: string) => '{[('.includes(character);
const closes = (character: string) => '}])'.includes(character);

/** Split at semicolons, else at commas outside brackets and "and". */
function separated(text: string): string[] {
  const at = text.includes(';') ? ';' : ',';
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (opens(character)) depth++;
    else if (closes(character)) depth--;
    else if (character === at && depth === 0) {
      parts.push(text.slice(start, i));
      start = i + 1;
    }
  }
  const [last, ...more] = text.slice(start).split(/ (?:and|&) /);
  return [...parts, last!, ...more].map(part => part.replace(/^\s*and /, ''));
}

function element(text: string): string {
  const bare = text.trim().replace(/^(["'`])(.*)\1$/s, '$2');
  const folded = bare.toLowerCase().split(/\s+/).join(' ').trim();
  if (!/^[-+]?\d{1,30}(?:\.\d{1,30})?$/.test(folded)) return folded;
  const [whole = '', fraction = ''] = folded.replace(/^\+/, '').split('.');
  const digits = fraction.replace(/0+$/, '');
  const number = `${whole.replace(/^(-?)0+(?=\d)/, '$1')}${digits === '' ? '' : `.${digits}`}`;
  return number === '-0' ? '0' : number;
}

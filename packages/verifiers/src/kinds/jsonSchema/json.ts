/** JSON in a completion. */
import { BudgetExceeded } from '../../budget.ts';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Nesting that recursion over it can take. */
const DEEPEST = 500;

/**
 * Reads JSON text.
 *
 * @throws SyntaxError where it is none, BudgetExceeded where it is nested deeper than 500
 */
export function parseJson(text: string): Json {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i]!;
    if (quoted && character === '\\') i++;
    else if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '[' || character === '{')) {
      if (++depth > DEEPEST) throw new BudgetExceeded(`JSON nested deeper than ${DEEPEST}`);
    } else if (!quoted && (character === ']' || character === '}')) depth--;
  }
  return JSON.parse(text) as Json;
}

/** The JSON that a completion gives: the last fenced block if there is one, else all of it. */
export function jsonPart(completion: string): string {
  const end = completion.lastIndexOf('```');
  const start = end < 0 ? -1 : completion.lastIndexOf('```', end - 1);
  if (start < 0) return completion.trim();
  return completion
    .slice(start + 3, end)
    .replace(/^[A-Za-z]{0,10}\s/, '')
    .trim();
}

/** Equal for equal values, whatever the order of their keys. */
export const keyOf = (value: Json): string =>
  JSON.stringify(value, (_, inner: Json) =>
    isObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1))) : inner,
  );

export const isObject = (value: unknown): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** JSON Schema's name of a value's type; 1.0 is an integer. */
export function typeOf(value: Json): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' && Number.isInteger(value) ? 'integer' : typeof value;
}

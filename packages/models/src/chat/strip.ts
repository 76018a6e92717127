// Python's `strip` in templates. The library takes JavaScript's `trim` for `x.strip()`, `x.lstrip('\n')` and `x | trim`, which
// passes over what is to be stripped and has a list of blanks of its own; here these become calls of functions that do not.

import type { Template } from '@huggingface/jinja';

/** A node of a parsed template, as far as it matters here. */
interface Node {
  type: string;
  [part: string]: unknown;
}

/** What `str.isspace` holds for. */
const BLANKS = '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000';
const METHODS = ['strip', 'lstrip', 'rstrip'] as const;
type Method = (typeof METHODS)[number];

/** No name in a template has a blank. */
const nameOf = (method: Method): string => `python ${method}`;

/** The functions that a template calls after `stripAsPython`, by name. */
export const STRIP_FUNCTIONS: Readonly<Record<string, (text: unknown, characters?: unknown) => string>> =
  Object.fromEntries(METHODS.map(method => [nameOf(method), strip(method)]));

function strip(method: Method): (text: unknown, characters?: unknown) => string {
  return (text, characters) => {
    if (typeof text !== 'string') throw new Error(`${method} wants a text; got ${typeof text}`);
    const escaped = typeof characters === 'string' ? characters.replace(/[\\\]^-]/g, '\\$&') : BLANKS;
    if (escaped === '') return text;
    const left = method === 'rstrip' ? text : text.replace(new RegExp(`^[${escaped}]+`, 'u'), '');
    return method === 'lstrip' ? left : left.slice(0, endOf(left, new RegExp(`[${escaped}]`, 'u')));
  };
}

/** Where the characters at a text's end begin that a pattern matches. */
function endOf(text: string, pattern: RegExp): number {
  const characters = [...text];
  let length = text.length;
  for (let last = characters.pop(); last !== undefined && pattern.test(last); last = characters.pop()) {
    length -= last.length;
  }
  return length;
}

/** Changes a template, in place, to call STRIP_FUNCTIONS where it strips. */
export function stripAsPython({ parsed }: Template): void {
  visit(parsed);
}

function visit(part: unknown): void {
  if (typeof part !== 'object' || part === null) return;
  const parts = part instanceof Map ? [...part.keys(), ...part.values()] : Object.values(part);
  for (const each of parts) visit(each);
  const node = part as Node;
  const call = stripOf(node);
  if (!call) return;
  const { method, text, args } = call;
  Object.assign(node, {
    type: 'CallExpression',
    callee: { type: 'Identifier', value: nameOf(method) },
    args: [text, ...args],
  });
}

/** What a node strips, and how: a method that is called, or the filter `trim`. */
function stripOf(node: Node): { method: Method; text: unknown; args: readonly unknown[] } | undefined {
  if (node.type === 'FilterExpression') {
    const filter = node.filter as Node;
    const [name, args] =
      filter.type === 'CallExpression'
        ? [(filter.callee as Node).value, filter.args as unknown[]]
        : [filter.value, []];
    return name === 'trim' ? { method: 'strip', text: node.operand, args } : undefined;
  }
  if (node.type !== 'CallExpression') return undefined;
  const callee = node.callee as Node;
  if (callee.type !== 'MemberExpression' || callee.computed) return undefined;
  const method = METHODS.find(name => name === (callee.property as Node).value);
  return method && { method, text: callee.object, args: node.args as unknown[] };
}

/** Reads schemas: every keyword must be known and have a right value. */
import { nearest } from '../../nearest.ts';
import { parsePattern } from '../regex/parse.ts';
import { isObject, type Json } from './json.ts';
import { keywords, type Schema, type Takes } from './keywords.ts';

const types = ['null', 'boolean', 'object', 'array', 'number', 'integer', 'string'];

const isTexts = (value: Json) => Array.isArray(value) && value.every(one => typeof one === 'string');
const isCount = (value: Json) => Number.isSafeInteger(value) && (value as number) >= 0;

/** Whether a keyword's value is right; schemas within it are read on their own. */
const right: Readonly<Record<Takes, (value: Json) => boolean>> = {
  anything: () => true,
  text: value => typeof value === 'string',
  number: value => typeof value === 'number',
  count: isCount,
  flag: value => typeof value === 'boolean',
  list: value => Array.isArray(value),
  texts: isTexts,
  types: value => [value].flat().every(type => types.includes(type as string)),
  schema: value => typeof value === 'boolean' || isObject(value),
  schemas: value => Array.isArray(value) && value.length > 0,
  'named schemas': isObject,
  'named texts': value => isObject(value) && Object.values(value).every(isTexts),
  pattern: value => typeof value === 'string',
};

/**
 * Checks a schema and everything in it.
 *
 * @throws SyntaxError with the place, where a keyword is unknown or has a wrong value; unknown ones would be ignored silently
 */
export function checkSchema(root: Json): asserts root is Schema {
  const visit = (schema: Json, path: string): void => {
    if (typeof schema === 'boolean') return;
    if (!isObject(schema)) throw wrong(path, `a schema is an object or a boolean`, schema);
    for (const [name, value] of Object.entries(schema)) {
      const keyword = Object.hasOwn(keywords, name) ? keywords[name]! : undefined;
      if (!keyword)
        throw new SyntaxError(
          `${path} has the keyword ${JSON.stringify(name)}, which is not supported; did you mean "${nearest(name, Object.keys(keywords))}"?`,
        );
      const here = `${path}/${name}`;
      if (!right[keyword.takes](value) || (name === 'multipleOf' && (value as number) <= 0))
        throw wrong(here, `it takes ${name === 'multipleOf' ? 'a number above 0' : keyword.takes}`, value);
      if (keyword.takes === 'schema') visit(value, here);
      if (keyword.takes === 'schemas')
        for (const [i, one] of (value as Json[]).entries()) visit(one, `${here}/${i}`);
      if (keyword.takes === 'named schemas')
        for (const [key, one] of Object.entries(value as { [key: string]: Json }))
          visit(one, `${here}/${key}`);
      if (keyword.takes === 'pattern') checkPattern(value as string);
      if (name === 'patternProperties')
        for (const pattern of Object.keys(value as object)) checkPattern(pattern);
      if (name === '$ref') resolve(root, value as string);
    }
  };
  visit(root, '#');
}

const checkPattern = (pattern: string) =>
  parsePattern(pattern, { ignoreCase: false, multiline: false, dotAll: false });

const wrong = (path: string, what: string, value: Json) =>
  new SyntaxError(`${path}: ${what}; received ${JSON.stringify(value).slice(0, 80)}`);

/**
 * The schema that a pointer within the same schema names, like `#/$defs/point`.
 *
 * @throws SyntaxError where there is none
 */
export function resolve(root: Json, pointer: string): Json {
  if (pointer !== '#' && !pointer.startsWith('#/'))
    throw new SyntaxError(
      `$ref goes within the schema, like "#/$defs/point"; received ${JSON.stringify(pointer)}`,
    );
  const steps = pointer
    .split('/')
    .slice(1)
    .map(step => decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~'));
  let schema: Json | undefined = root;
  for (const step of steps) {
    const container: Json | undefined = schema;
    schema =
      typeof container === 'object' && container !== null && Object.hasOwn(container, step)
        ? (container as { readonly [key: string]: Json })[step]
        : undefined;
  }
  if (schema === undefined) throw new SyntaxError(`$ref ${JSON.stringify(pointer)} leads nowhere`);
  return schema;
}

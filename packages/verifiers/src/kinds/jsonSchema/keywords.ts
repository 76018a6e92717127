/** The keywords of JSON Schema (draft 2020-12) that are known here, and what each asks. */
import type { Meter } from '../../budget.ts';
import { decimal } from '../numeric/rational.ts';
import { parsePattern } from '../regex/parse.ts';
import { compile } from '../regex/program.ts';
import { matches } from '../regex/run.ts';
import { isObject, type Json, keyOf, typeOf } from './json.ts';

export type Schema = boolean | { readonly [keyword: string]: Json };

/** What a keyword is checked with. */
export interface Checker {
  /** The schema that the keyword stands in. */
  readonly schema: { readonly [keyword: string]: Json };
  readonly meter: Meter;
  /** What is wrong with a value under another schema; undefined where nothing is. */
  check(schema: Json, value: Json, path: string): string | undefined;
  /** Follows a `$ref`. */
  resolve(pointer: string): Json;
}

/** One keyword: what its own value may be, and what is wrong with a value under it. */
export interface Keyword {
  readonly takes: Takes;
  fails(wanted: Json, value: Json, path: string, checker: Checker): string | undefined;
}

export type Takes =
  | 'anything'
  | 'text'
  | 'number'
  | 'count'
  | 'flag'
  | 'list'
  | 'texts'
  | 'schema'
  | 'schemas'
  | 'named schemas'
  | 'pattern'
  | 'types'
  | 'named texts';

const when =
  <Value extends Json>(
    is: (value: Json) => value is Value,
    fails: (wanted: Json, value: Value, path: string, checker: Checker) => string | undefined,
  ) =>
  (takes: Takes): Keyword => ({
    takes,
    fails: (wanted, value, path, checker) => (is(value) ? fails(wanted, value, path, checker) : undefined),
  });

const isText = (value: Json): value is string => typeof value === 'string';
const isNumber = (value: Json): value is number => typeof value === 'number';
const isList = (value: Json): value is readonly Json[] => Array.isArray(value);

const bound = (of: string, breaks: (value: number, wanted: number) => boolean) =>
  when(isNumber, (wanted, value, path) =>
    breaks(value, wanted as number) ? `${path} is ${value}, it should be ${of} ${wanted}` : undefined,
  )('number');

const sized = <Value extends Json>(
  is: (value: Json) => value is Value,
  size: (value: Value) => number,
  what: string,
  least: boolean,
) =>
  when(is, (wanted, value, path) => {
    const right = least ? size(value) >= (wanted as number) : size(value) <= (wanted as number);
    return right
      ? undefined
      : `${path} has ${size(value)} ${what}, it should have at ${least ? 'least' : 'most'} ${wanted}`;
  })('count');

const first = <Item>(
  items: Iterable<Item>,
  fails: (item: Item) => string | undefined,
): string | undefined => {
  for (const item of items) {
    const failure = fails(item);
    if (failure !== undefined) return failure;
  }
  return undefined;
};

const fits = (pattern: string, text: string, meter: Meter): boolean =>
  matches(
    compile(parsePattern(pattern, { ignoreCase: false, multiline: false, dotAll: false })),
    text,
    { anywhere: true, multiline: false },
    meter,
  );

const at = (path: string, key: string | number) => `${path}[${JSON.stringify(key)}]`;
const entries = (of: Json | undefined) => Object.entries((of ?? {}) as { readonly [key: string]: Json });
const has = (object: object, key: string) => Object.hasOwn(object, key);

/** How many of the list's schemas a value meets. */
const met = (schemas: Json, value: Json, path: string, { check }: Checker): number =>
  (schemas as Json[]).filter(schema => check(schema, value, path) === undefined).length;

const general: Readonly<Record<string, Keyword>> = {
  type: {
    takes: 'types',
    fails(wanted, value, path) {
      const types = [wanted].flat() as string[];
      const type = typeOf(value);
      const right = types.includes(type) || (type === 'integer' && types.includes('number'));
      return right ? undefined : `${path} is ${type}, it should be ${types.join(' or ')}`;
    },
  },
  const: {
    takes: 'anything',
    fails: (wanted, value, path) =>
      keyOf(wanted) === keyOf(value) ? undefined : `${path} is not ${JSON.stringify(wanted)}`,
  },
  enum: {
    takes: 'list',
    fails: (wanted, value, path) =>
      (wanted as Json[]).some(one => keyOf(one) === keyOf(value))
        ? undefined
        : `${path} is none of ${JSON.stringify(wanted)}`,
  },
};

const numbers: Readonly<Record<string, Keyword>> = {
  minimum: bound('at least', (value, least) => value < least),
  maximum: bound('at most', (value, most) => value > most),
  exclusiveMinimum: bound('more than', (value, least) => value <= least),
  exclusiveMaximum: bound('less than', (value, most) => value >= most),
  multipleOf: bound('a multiple of', (value, unit) => {
    // as decimals: 0.3 is a multiple of 0.1
    const [of, by] = [decimal(String(value)), decimal(String(unit))];
    return (of.n * by.d) % (by.n * of.d) !== 0n;
  }),
};

const texts: Readonly<Record<string, Keyword>> = {
  minLength: sized(isText, text => [...text].length, 'characters', true),
  maxLength: sized(isText, text => [...text].length, 'characters', false),
  pattern: when(isText, (wanted, value, path, { meter }) =>
    fits(wanted as string, value, meter) ? undefined : `${path} does not match ${JSON.stringify(wanted)}`,
  )('pattern'),
};

const lists: Readonly<Record<string, Keyword>> = {
  minItems: sized(isList, list => list.length, 'items', true),
  maxItems: sized(isList, list => list.length, 'items', false),
  uniqueItems: when(isList, (wanted, value, path) =>
    wanted && new Set(value.map(keyOf)).size < value.length ? `${path} repeats an item` : undefined,
  )('flag'),
  prefixItems: when(isList, (wanted, value, path, { check }) =>
    first((wanted as Json[]).slice(0, value.length).entries(), ([i, schema]) =>
      check(schema, value[i]!, at(path, i)),
    ),
  )('schemas'),
  items: when(isList, (wanted, value, path, { check, schema }) => {
    const before = has(schema, 'prefixItems') ? (schema.prefixItems as Json[]).length : 0;
    return first(value.slice(before).entries(), ([i, item]) => check(wanted, item, at(path, before + i)));
  })('schema'),
  contains: when(isList, (wanted, value, path, { check, schema }) => {
    const count = value.filter((item, i) => check(wanted, item, at(path, i)) === undefined).length;
    const [least, most] = [schema.minContains ?? 1, schema.maxContains ?? Number.POSITIVE_INFINITY];
    return count >= (least as number) && count <= (most as number)
      ? undefined
      : `${path} has ${count} items of the kind it should contain`;
  })('schema'),
  minContains: { takes: 'count', fails: () => undefined },
  maxContains: { takes: 'count', fails: () => undefined },
};

const objects: Readonly<Record<string, Keyword>> = {
  minProperties: sized(isObject, object => Object.keys(object).length, 'properties', true),
  maxProperties: sized(isObject, object => Object.keys(object).length, 'properties', false),
  required: when(isObject, (wanted, value, path) => {
    const missing = (wanted as string[]).find(key => !has(value, key));
    return missing === undefined ? undefined : `${path} lacks ${JSON.stringify(missing)}`;
  })('texts'),
  dependentRequired: when(isObject, (wanted, value, path) =>
    first(entries(wanted), ([key, keys]) => {
      const missing = has(value, key) && (keys as string[]).find(other => !has(value, other));
      return missing
        ? `${path} has ${JSON.stringify(key)} and so needs ${JSON.stringify(missing)}`
        : undefined;
    }),
  )('named texts'),
  properties: when(isObject, (wanted, value, path, { check }) =>
    first(entries(wanted), ([key, schema]) =>
      has(value, key) ? check(schema, value[key]!, at(path, key)) : undefined,
    ),
  )('named schemas'),
  patternProperties: when(isObject, (wanted, value, path, { check, meter }) =>
    first(entries(wanted), ([pattern, schema]) =>
      first(entries(value), ([key, inner]) =>
        fits(pattern, key, meter) ? check(schema, inner, at(path, key)) : undefined,
      ),
    ),
  )('named schemas'),
  additionalProperties: when(isObject, (wanted, value, path, { check, schema, meter }) => {
    const patterns = entries(schema.patternProperties).map(([pattern]) => pattern);
    const named = (schema.properties ?? {}) as object;
    const others = entries(value).filter(
      ([key]) => !has(named, key) && !patterns.some(pattern => fits(pattern, key, meter)),
    );
    return first(others, ([key, inner]) => check(wanted, inner, at(path, key)));
  })('schema'),
  propertyNames: when(isObject, (wanted, value, path, { check }) =>
    first(Object.keys(value), key => check(wanted, key, `the name ${at(path, key)}`)),
  )('schema'),
};

const logic: Readonly<Record<string, Keyword>> = {
  allOf: {
    takes: 'schemas',
    fails: (wanted, value, path, { check }) => first(wanted as Json[], schema => check(schema, value, path)),
  },
  anyOf: {
    takes: 'schemas',
    fails: (wanted, value, path, checker) =>
      met(wanted, value, path, checker) > 0 ? undefined : `${path} meets none of anyOf`,
  },
  oneOf: {
    takes: 'schemas',
    fails: (wanted, value, path, checker) => {
      const count = met(wanted, value, path, checker);
      return count === 1 ? undefined : `${path} meets ${count} of oneOf`;
    },
  },
  not: {
    takes: 'schema',
    fails: (wanted, value, path, { check }) =>
      check(wanted, value, path) === undefined ? `${path} is what it should not be` : undefined,
  },
  if: {
    takes: 'schema',
    fails: (wanted, value, path, { check, schema }) => {
      const branch = check(wanted, value, path) === undefined ? 'then' : 'else';
      return has(schema, branch) ? check(schema[branch]!, value, path) : undefined;
    },
  },
  // read by `if`
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  then: { takes: 'schema', fails: () => undefined },
  else: { takes: 'schema', fails: () => undefined },
  $ref: {
    takes: 'text',
    fails: (wanted, value, path, { check, resolve }) => check(resolve(wanted as string), value, path),
  },
  $defs: { takes: 'named schemas', fails: () => undefined },
};

/** Keywords that say something and ask nothing. */
const notes = [
  '$schema',
  '$comment',
  'title',
  'description',
  'default',
  'examples',
  'deprecated',
  'readOnly',
  'writeOnly',
];

export const keywords: Readonly<Record<string, Keyword>> = {
  ...general,
  ...numbers,
  ...texts,
  ...lists,
  ...objects,
  ...logic,
  ...Object.fromEntries(
    notes.map((name): [string, Keyword] => [name, { takes: 'anything', fails: () => undefined }]),
  ),
};

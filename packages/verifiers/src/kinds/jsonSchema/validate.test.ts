import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { defaultBudget, meterOf } from '../../budget.ts';
import type { Json } from './json.ts';
import { checkSchema } from './schema.ts';
import { fault } from './validate.ts';

const meets = (schema: Json, value: Json): boolean => {
  checkSchema(schema);
  return fault(schema, value, meterOf(defaultBudget)) === undefined;
};

test.each<[Json, Json[], Json[]]>([
  [true, [1, null], []],
  [false, [], [1, null]],
  [{ type: 'integer' }, [1, 1.0], [1.5, '1']],
  [{ type: ['number', 'null'] }, [1, 1.5, null], [true]],
  [{ const: { a: 1, b: 2 } }, [{ b: 2, a: 1 }], [{ a: 1 }]],
  [{ enum: [1, 'a'] }, [1, 'a'], [2]],
  [{ minimum: 1, exclusiveMaximum: 3 }, [1, 2.9, 'x'], [0, 3]],
  [{ exclusiveMinimum: 1, maximum: 3 }, [3], [1, 4]],
  [{ multipleOf: 0.01 }, [0.07, 1], [0.005]],
  [{ minLength: 2, maxLength: 2 }, ['ab', '😀😀', 5], ['a', 'abc']],
  [{ pattern: '^a+$' }, ['aa'], ['ab']],
  [{ minItems: 1, maxItems: 2 }, [[1], [1, 2]], [[], [1, 2, 3]]],
  [
    { uniqueItems: true },
    [[1, '1']],
    [
      [
        { a: 1, b: 2 },
        { b: 2, a: 1 },
      ],
    ],
  ],
  [{ prefixItems: [{ type: 'string' }], items: { type: 'number' } }, [['a', 1], []], [[1], ['a', 'b']]],
  [
    { contains: { type: 'string' }, minContains: 2, maxContains: 2 },
    [['a', 'b', 1]],
    [['a'], ['a', 'b', 'c']],
  ],
  [{ contains: { const: 1 } }, [[1, 2]], [[], [2]]],
  [{ required: ['a'], properties: { a: { type: 'null' } } }, [{ a: null }], [{}, { a: 1 }]],
  [
    { patternProperties: { '^x': { type: 'number' } }, additionalProperties: false },
    [{ x1: 1 }],
    [{ x1: 'a' }, { y: 1 }],
  ],
  [{ additionalProperties: { type: 'number' } }, [{ a: 1 }], [{ a: 'b' }]],
  [{ propertyNames: { maxLength: 1 } }, [{ a: 1 }], [{ ab: 1 }]],
  [{ minProperties: 1, maxProperties: 1 }, [{ a: 1 }], [{}, { a: 1, b: 2 }]],
  [{ dependentRequired: { a: ['b'] } }, [{ a: 1, b: 1 }, {}], [{ a: 1 }]],
  [{ allOf: [{ minimum: 1 }, { maximum: 2 }] }, [1, 2], [0, 3]],
  [{ anyOf: [{ const: 1 }, { minimum: 5 }] }, [1, 5], [2]],
  [{ oneOf: [{ minimum: 1 }, { maximum: 3 }] }, [0, 4], [2]],
  [{ not: { type: 'string' } }, [1], ['a']],
  // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
  [{ if: { type: 'string' }, then: { minLength: 2 }, else: { minimum: 2 } }, ['ab', 2], ['a', 1]],
  [{ $ref: '#/$defs/a~1b', $defs: { 'a/b': { type: 'number' } } }, [1], ['a']],
])('%j', (schema, right, wrong) => {
  for (const value of right) expect(meets(schema, value), JSON.stringify(value)).toBe(true);
  for (const value of wrong) expect(meets(schema, value), JSON.stringify(value)).toBe(false);
});

test.each<[Json, string]>([
  [{ formatt: 'x' }, '# has the keyword "formatt", which is not supported'],
  [{ properties: { a: { minimun: 1 } } }, 'did you mean "minimum"?'],
  [{ minimum: '1' }, '#/minimum: it takes number; received "1"'],
  [{ multipleOf: 0 }, '#/multipleOf: it takes a number above 0'],
  [{ items: [1] }, '#/items: it takes schema'],
  [{ allOf: [1] }, '#/allOf/0: a schema is an object or a boolean; received 1'],
  [{ pattern: '(a)\\1' }, 'a backreference'],
  [{ $ref: 'other.json' }, '$ref goes within the schema'],
  [{ toString: 1 }, 'has the keyword "toString"'],
])('refuses %j', (schema, message) => {
  expect(() => checkSchema(schema)).toThrow(message);
});

const json = fc.jsonValue() as fc.Arbitrary<Json>;

test.prop([json, json])('const accepts its value and no other; not turns it around', (value, other) => {
  expect(meets({ const: value }, value)).toBe(true);
  expect(meets({ not: { const: value } }, other)).toBe(!meets({ const: value }, other));
  expect(meets({ enum: [value, other] }, other)).toBe(true);
});

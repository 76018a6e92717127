import { BudgetExceeded, type Meter } from '../../budget.ts';
import { isObject, type Json } from './json.ts';
import { type Checker, keywords, type Schema } from './keywords.ts';
import { resolve } from './schema.ts';

/** References that a check may follow from one another before it is going round in circles. */
const DEEPEST = 1_000;

/** What is wrong with a value under a schema that `checkSchema` has passed: the first fault, with its place; else undefined. */
export function fault(root: Schema, value: Json, meter: Meter): string | undefined {
  let depth = 0;
  const check = (schema: Json, value: Json, path: string): string | undefined => {
    meter.spend(1);
    if (schema === true) return undefined;
    if (!isObject(schema)) return `${path} should not be there`;
    if (++depth > DEEPEST)
      throw new BudgetExceeded(`the schema refers to itself more than ${DEEPEST} times deep`);
    const checker: Checker = { schema, meter, check, resolve: pointer => resolve(root as Json, pointer) };
    let failure: string | undefined;
    for (const [name, wanted] of Object.entries(schema)) {
      failure = keywords[name]!.fails(wanted, value, path, checker);
      if (failure !== undefined) break;
    }
    depth--;
    return failure;
  };
  return check(root as Json, value, 'the JSON');
}

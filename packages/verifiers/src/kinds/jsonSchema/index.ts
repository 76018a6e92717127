import { BudgetExceeded } from '../../budget.ts';
import { defineVerifier, type OptionsOf, type ReadGold } from '../../defineVerifier.ts';
import { correct, incorrect, noAnswer } from '../../judgements.ts';
import type { Verifier } from '../../verifier.ts';
import { type Json, jsonPart, parseJson } from './json.ts';
import type { Schema } from './keywords.ts';
import { checkSchema } from './schema.ts';
import { fault } from './validate.ts';

/** The options of `jsonSchema`. */
export type JsonSchemaOptions = OptionsOf<object>;

/** Rewards 1 where the completion is JSON that meets the gold, a JSON Schema (the common part of draft 2020-12). */
export const jsonSchema: Verifier<JsonSchemaOptions> = defineVerifier<object, Schema>({
  name: 'jsonSchema',
  golds: 'specification',
  options: {},
  readGold,
  judge({ gold, completion }, _, meter) {
    const text = jsonPart(completion);
    meter.spend(text.length);
    if (text === '') return noAnswer('there is no JSON');
    let value: Json;
    try {
      value = parseJson(text);
    } catch (error) {
      if (error instanceof BudgetExceeded) throw error;
      return noAnswer(`it is no JSON: ${(error as Error).message}`);
    }
    const wrong = fault(gold, value, meter);
    return wrong === undefined ? correct(text, 'the JSON meets the schema') : incorrect(text, wrong);
  },
});

function readGold(gold: string): ReadGold<Schema> {
  try {
    const value = parseJson(gold);
    checkSchema(value);
    return { text: gold.trim(), value };
  } catch (error) {
    return { reason: `the schema: ${(error as Error).message}` };
  }
}

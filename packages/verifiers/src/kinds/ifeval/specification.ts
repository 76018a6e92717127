/** Reads the instructions of a prompt from JSON. */
import { nearest } from '../../nearest.ts';
import { isObject, type Json, parseJson } from '../jsonSchema/json.ts';
import type { Follows } from './instruction.ts';
import { instructions } from './instructions/index.ts';

/** An instruction by its id, ready to be asked. */
export interface Asked {
  readonly id: string;
  readonly follows: Follows;
}

const example =
  '[{"id":"punctuation:no_comma"},{"id":"length_constraints:number_words","kwargs":{"num_words":50,"relation":"at least"}}]';

/**
 * Reads `[{ id, kwargs }]`, or the data set's `{ instruction_id_list, kwargs }`. Arguments that are null are none: the data set
 * fills every row with those of all instructions.
 *
 * @throws SyntaxError or TypeError with what is right
 */
export function readInstructions(gold: string): readonly Asked[] {
  const rows = rowsOf(parseJson(gold));
  if (rows.length === 0) throw new SyntaxError(`there are no instructions; write them like ${example}`);
  return rows.map(({ id, kwargs }) => {
    if (!Object.hasOwn(instructions, id))
      throw new SyntaxError(
        `there is no instruction ${JSON.stringify(id)}; did you mean "${nearest(id, Object.keys(instructions))}"?`,
      );
    const given = Object.fromEntries(Object.entries(kwargs).filter(([, value]) => value !== null));
    return { id, follows: instructions[id]!(given) };
  });
}

interface Row {
  readonly id: string;
  readonly kwargs: Readonly<Record<string, Json>>;
}

function rowsOf(json: Json): Row[] {
  const list = isObject(json) && Array.isArray(json.instruction_id_list) ? json.instruction_id_list : json;
  const kwargs = isObject(json) && Array.isArray(json.kwargs) ? json.kwargs : [];
  if (!Array.isArray(list)) throw new SyntaxError(`instructions are a list, like ${example}`);
  return list.map((one: Json, i) => {
    const row = typeof one === 'string' ? { id: one, kwargs: (kwargs as Json[])[i] ?? {} } : one;
    if (!isObject(row) || typeof row.id !== 'string' || !isObject(row.kwargs ?? {}))
      throw new SyntaxError(
        `an instruction is like ${example}; received ${JSON.stringify(one).slice(0, 80)}`,
      );
    return { id: row.id, kwargs: (row.kwargs ?? {}) as Row['kwargs'] };
  });
}

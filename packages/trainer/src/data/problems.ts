import type { Verifier } from '@trapo/verifiers';
import { type ExpertText, thoughtOf } from './expertText.ts';
import type { Prompt } from './prompt.ts';
import { type BadRowOptions, readRows } from './readRows.ts';
import { type SchemaName, schemaFor } from './schemas/index.ts';
import type { ProblemRow, RowSchema } from './schemas/rowSchema.ts';

/** A prompt with a verifiable answer, and whole solutions of an expert where there are any. */
export interface Problem {
  /** As in the file, or else the row's number. */
  readonly id: string;
  readonly prompt: Prompt;
  /** The answer in the verifier's canonical form: what to pass to `verify` as gold. */
  readonly gold: string;
  readonly experts: readonly string[];
  /** The row's other fields. */
  readonly meta: Readonly<Record<string, unknown>>;
}

export interface ProblemOptions extends BadRowOptions {
  /** Reads the golds: an answer that can't be verified must be found before training, never scored. */
  readonly verifier: Pick<Verifier, 'name' | 'parseGold'>;
  /** How many expert solutions a row must have at least; 0 unless told. */
  readonly minExperts?: number;
  /** How rows are written; `auto`, unless told, goes by the keys of the first. */
  readonly schema?: SchemaName | 'auto';
  /** What of an expert's solution is taught; `whole` unless told. */
  readonly expertText?: ExpertText;
}

/**
 * Loads problems from JSONL or Parquet, each row checked, with the golds read once and for all. README.md beside this file
 * has the schemas.
 *
 * @throws BadRowsError if a row is bad and `onBad` is not given, or all are; an Error if the file can't be read or has no row
 */
export function loadProblems(file: string, options: ProblemOptions): Promise<Problem[]> {
  const { verifier, minExperts = 0, schema = 'auto', expertText = 'whole', onBad } = options;
  const rowOfId = new Map<string, number>();
  let rows: RowSchema | undefined;
  return readRows<ProblemRow, Problem>(file, {
    ...(onBad && { onBad }),
    shapeFor: first => (rows = schemaFor(schema, first)),
    accept({ id, prompt, answer, experts, meta }, row, refuse) {
      const name = id ?? String(row);
      const first = rowOfId.get(name);
      if (first !== undefined)
        return refuse(
          `"id": ${JSON.stringify(name)} is that of row ${first} too`,
          'give each row its own id, or none',
        );
      rowOfId.set(name, row);
      if (experts.length < minExperts)
        return refuse(
          `expert solutions: ${experts.length} given, ${minExperts} needed`,
          `add expert solutions, as in ${JSON.stringify(rows!.example)}`,
        );
      const taught: readonly (string | undefined)[] =
        expertText === 'thought' ? experts.map(thoughtOf) : experts;
      const empty = taught.indexOf(undefined);
      if (empty >= 0)
        return refuse(
          `expert solution ${empty + 1} has no whole thought: <think> is never closed, or there is nothing in it`,
          'write <think>the thought</think>, leave the solution out, or teach solutions whole (expertText: whole)',
        );
      const parsed = verifier.parseGold(answer);
      if (!('gold' in parsed))
        return refuse(
          `the gold ${JSON.stringify(answer.slice(0, 60))}: ${parsed.reason}`,
          `write an answer that the verifier ${verifier.name} can read, or leave the row out`,
        );
      return { id: name, prompt, gold: parsed.gold, experts: taught as string[], meta };
    },
  });
}

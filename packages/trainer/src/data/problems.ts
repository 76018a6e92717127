import type { Verifier } from '@trapo/verifiers';
import { z } from 'zod';
import type { Prompt } from './prompt.ts';
import { type BadRowOptions, readJsonl } from './readJsonl.ts';

/** A prompt with a verifiable answer, and whole solutions of an expert where there are any. */
export interface Problem {
  /** As in the file, or else the line number. */
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
  /** How many expert traces a row must have at least; 0 unless told. */
  readonly minExperts?: number;
}

const schema = z.looseObject({
  id: z.string().min(1).optional(),
  prompt: z.string().min(1),
  answer: z.string(),
  experts: z.array(z.string().min(1)).default([]),
});

const example = { prompt: '12:qb=', answer: '83', experts: ['q82\nb83\n[83]'] };

/** Loads `{ id?, prompt, answer, experts?, ... }` rows of JSONL, with the golds read once and for all. */
export function loadProblems(
  file: string,
  { verifier, minExperts = 0, ...options }: ProblemOptions,
): Promise<Problem[]> {
  const rowOfId = new Map<string, number>();
  return readJsonl<z.infer<typeof schema>, Problem>(file, {
    ...options,
    schema,
    example,
    accept({ id = '', prompt, answer, experts, ...meta }, row, refuse) {
      const name = id || String(row);
      const first = rowOfId.get(name);
      if (first !== undefined)
        return refuse(
          `"id": ${JSON.stringify(name)} is that of row ${first} too`,
          'give each row its own id, or none',
        );
      rowOfId.set(name, row);
      if (experts.length < minExperts)
        return refuse(
          `"experts": ${experts.length} given, ${minExperts} needed`,
          `add expert solutions, for example ${JSON.stringify({ experts: example.experts })}`,
        );
      const parsed = verifier.parseGold(answer);
      if (!('gold' in parsed))
        return refuse(
          `"answer": ${parsed.reason}`,
          `write an answer that the verifier ${verifier.name} can read, or leave the row out`,
        );
      return { id: name, prompt, gold: parsed.gold, experts, meta };
    },
  });
}

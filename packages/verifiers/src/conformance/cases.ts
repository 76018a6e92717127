import type { Attempt, Status } from '../verifier.ts';

/** One row of a kind's cases.jsonl: an attempt, what must come of it, and why the case is there. */
export interface Case extends Attempt {
  readonly options?: Readonly<Record<string, unknown>>;
  readonly status: Status;
  /** Compared where given. */
  readonly extracted?: string;
  /** Compared where given, to 1e-9. */
  readonly score?: number;
  readonly why: string;
}

const fields = ['gold', 'completion', 'prompt', 'meta', 'options', 'status', 'extracted', 'score', 'why'];
const example = '{"gold":"17","completion":"\\\\boxed{17}","status":"correct","why":"the plain case"}';

/**
 * Reads the text of a cases.jsonl: a case a line.
 *
 * @throws SyntaxError with line, example and what stands there, where a line is no case
 */
export function parseCases(text: string): Case[] {
  return text.split('\n').flatMap((line, i) => {
    if (line.trim() === '') return [];
    const wrong = (why: string) =>
      new SyntaxError(`cases.jsonl, line ${i + 1}: ${why}; a case is like ${example}; received ${line}`);
    let row: Case;
    try {
      row = JSON.parse(line) as Case;
    } catch (cause) {
      throw new SyntaxError(wrong((cause as Error).message).message, { cause });
    }
    for (const key of ['gold', 'completion', 'status', 'why'] as const)
      if (typeof row?.[key] !== 'string') throw wrong(`"${key}" is missing or no text`);
    const odd = Object.keys(row).find(key => !fields.includes(key));
    if (odd !== undefined) throw wrong(`there is no field "${odd}"`);
    return [row];
  });
}

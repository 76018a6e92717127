// Responses as runs and others store them.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RolloutRow } from '@trapo/dashboard';
import { plainText } from '@trapo/trainer';
import { z } from 'zod';

/** A response with what it is judged by, and how it was judged before. */
export interface StoredResponse {
  /** What names it in a file of verdicts. */
  readonly at: Readonly<Record<string, string | number>>;
  readonly prompt: string;
  readonly gold: string;
  readonly completion: string;
  readonly status?: string;
  readonly score?: number | null;
}

const prompt = z.union([z.string(), z.array(z.object({ role: z.string(), content: z.string() }))]);
const name = z.union([z.string(), z.number()]);
const judged = { status: z.string().optional(), reward: z.number().nullish(), score: z.number().nullish() };

/** A line of rollouts.jsonl. */
const rollout = z.object({
  step: z.number(),
  id: name,
  prompt,
  gold: z.string(),
  rows: z.array(
    z.object({ tokens: z.array(z.string()), prefix: z.number(), truncated: z.boolean(), ...judged }),
  ),
});

/** A line of responses.jsonl, or of a user's own file. */
const response = z
  .object({
    id: name.optional(),
    prompt: prompt.optional(),
    answer: z.string().optional(),
    gold: z.string().optional(),
    response: z.string().optional(),
    completion: z.string().optional(),
    ...judged,
  })
  .refine(row => (row.answer ?? row.gold) !== undefined && (row.response ?? row.completion) !== undefined, {
    message:
      'an answer and a response are needed, for example {"prompt": "1+1=", "answer": "2", "response": "[2]"}',
  });

/**
 * All responses of a JSONL file.
 * @throws Error naming file and line of the first one that is none
 */
export async function storedResponses(file: string): Promise<StoredResponse[]> {
  const text = await readFile(file, 'utf8').catch(cause => {
    throw new Error(`can't read ${file}: ${cause.message}`, { cause });
  });
  const special = await specialTokens(file);
  const responses: StoredResponse[] = [];
  text.split('\n').forEach((line, i) => {
    if (line.trim() === '') return;
    const row = parsed(line, `${file}:${i + 1}`);
    const kind = typeof row === 'object' && row !== null && 'rows' in row ? rollout : response;
    const read = kind.safeParse(row);
    if (!read.success) {
      const { path, message } = read.error.issues[0]!;
      throw new Error(`${file}:${i + 1}: ${path.length > 0 ? `"${path.join('.')}": ` : ''}${message}`);
    }
    responses.push(...('rows' in read.data ? ofRollout(read.data, special) : [ofResponse(read.data, i)]));
  });
  if (responses.length === 0) throw new Error(`${file} has no response`);
  return responses;
}

const ofRollout = (
  { step, id, prompt, gold, rows }: z.infer<typeof rollout>,
  special: ReadonlySet<string> | undefined,
): StoredResponse[] =>
  rows.map(({ status, reward, ...response }, row) => ({
    at: { step, id, row },
    prompt: plainText(prompt),
    gold,
    completion: textOf(response, special),
    ...(status !== undefined && { status }),
    ...(reward !== undefined && { score: reward }),
  }));

/**
 * The text without special tokens, which no verifier sees. Where they are not known only the end of sequence is left out:
 * what was sampled and not cut off ends with one; of an expert's answer that was given whole the form of the last token
 * tells.
 */
function textOf(
  { tokens, prefix, truncated }: Pick<RolloutRow, 'tokens' | 'prefix' | 'truncated'>,
  special: ReadonlySet<string> | undefined,
): string {
  if (special) return tokens.filter(token => !special.has(token)).join('');
  const sampled = prefix < tokens.length;
  const ended = !truncated && (sampled || /^<.+>$/s.test(tokens.at(-1) ?? ''));
  return (ended ? tokens.slice(0, -1) : tokens).join('');
}

/** The special tokens of the model that a log beside it, or beside its base, was written with. */
async function specialTokens(file: string): Promise<ReadonlySet<string> | undefined> {
  const stage = dirname(file);
  const models = [join(stage, 'checkpoint'), join(dirname(stage), 'base/checkpoint')];
  const found = models.map(model => join(model, 'tokenizer.json')).find(existsSync);
  if (!found) return undefined;
  const { added_tokens = [] } = JSON.parse(await readFile(found, 'utf8')) as {
    readonly added_tokens?: readonly { readonly content: string; readonly special: boolean }[];
  };
  return new Set(added_tokens.filter(({ special }) => special).map(({ content }) => content));
}

const ofResponse = (row: z.infer<typeof response>, line: number): StoredResponse => ({
  at: { id: row.id ?? line + 1 },
  prompt: plainText(row.prompt ?? ''),
  gold: (row.gold ?? row.answer)!,
  completion: (row.completion ?? row.response)!,
  ...(row.status !== undefined && { status: row.status }),
  ...(row.score !== undefined && { score: row.score }),
});

function parsed(line: string, where: string): unknown {
  try {
    return JSON.parse(line);
  } catch (cause) {
    throw new Error(`${where}: no JSON: ${(cause as Error).message}`, { cause });
  }
}

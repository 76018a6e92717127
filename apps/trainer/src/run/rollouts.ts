// Rollouts as they are kept for looking at: a line for each prompt of a step, with the rows it gave.

import type { Tokenizer } from '@trapo/models';
import { type LearnedRow, plainText } from '@trapo/trainer';

/** A line of rollouts.jsonl. */
export interface Rollouts extends Readonly<Record<string, unknown>> {
  readonly step: number;
  readonly id: string;
  readonly prompt: string;
  readonly gold: string;
  readonly rows: readonly RolloutRow[];
}

interface RolloutRow {
  readonly level: number;
  readonly group: number;
  /** Texts of the response's tokens, expert prefix first. */
  readonly tokens: readonly string[];
  /** How many of them the expert wrote. */
  readonly prefix: number;
  /** Whether the prefix is trained on. */
  readonly sft: boolean;
  /** Of each token before the update, in nats, to four digits. */
  readonly logProb: readonly number[];
  readonly reward: number | null;
  readonly advantage?: number;
  readonly status?: string;
  readonly reason?: string;
  readonly truncated: boolean;
}

/** Lines for the first `prompts` prompts of a step. */
export function rolloutsOf(
  step: number,
  rows: readonly LearnedRow[],
  tokenizer: Tokenizer,
  prompts: number,
): Rollouts[] {
  const groups = [...Map.groupBy(rows, ({ row }) => row.group).values()].slice(0, prompts);
  return groups.map(group => {
    const { id, prompt, gold } = group[0]!.row.problem;
    return { step, id, prompt: plainText(prompt), gold, rows: group.map(row => rolloutRow(row, tokenizer)) };
  });
}

function rolloutRow({ row, advantage, logProb }: LearnedRow, tokenizer: Tokenizer): RolloutRow {
  const { level, microGroup, response, verdict, truncated } = row;
  return {
    level,
    group: microGroup,
    tokens: Array.from(response.tokens, token => tokenizer.decode([token])),
    prefix: response.prefixMask.reduce((sum, mask) => sum + mask, 0),
    sft: response.sftMask.includes(1),
    logProb: Array.from(logProb, value => Number(value.toPrecision(4))),
    reward: verdict?.score ?? null,
    ...(advantage !== undefined && { advantage }),
    ...(verdict && { status: verdict.status, reason: verdict.reason }),
    truncated,
  };
}

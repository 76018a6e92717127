// What the bench of whole models measures: models.json.

import { readFileSync } from 'node:fs';
import type { DecoderConfig, UpdateSettings } from '@trapo/models';

export interface Settings {
  readonly name: string;
  readonly model: DecoderConfig;
  /** Whole prompts, up to the first token. */
  readonly prefill: { readonly rows: readonly number[]; readonly promptTokens: number };
  /** Rollouts from short prompts. */
  readonly decoding: {
    readonly rows: readonly number[];
    readonly promptTokens: number;
    readonly newTokens: number;
    readonly temperature: number;
  };
  /** `tokensPerBatch` is ours: PyTorch takes all rows at once. */
  readonly training: {
    readonly rows: number;
    readonly tokens: number;
    readonly tokensPerBatch: number;
  };
  readonly optimizer: Required<Omit<UpdateSettings, 'clipNorm'>>;
  /** Before timing: greedy completions and the losses around a few updates must agree. */
  readonly check: {
    readonly updates: number;
    readonly greedyRows: number;
    readonly greedyTokens: number;
    readonly tolerance: number;
  };
}

const FILE: URL = new URL('../../models.json', import.meta.url);

export function readSettings(): Settings {
  return JSON.parse(readFileSync(FILE, 'utf8'));
}

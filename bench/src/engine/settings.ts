// What the engine bench measures: engine.json, which PyTorch's side reads too.

import { readFileSync } from 'node:fs';
import type { DecoderConfig } from '@trapo/models';

export const SETTINGS_FILE: URL = new URL('../../engine.json', import.meta.url);

export interface EngineSettings {
  readonly model: DecoderConfig;
  readonly optimizer: {
    readonly learningRate: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly weightDecay: number;
  };
  readonly training: { readonly rows: number; readonly tokens: number };
  readonly decoding: {
    readonly rows: readonly number[];
    readonly promptTokens: number;
    readonly newTokens: number;
    readonly temperature: number;
  };
  /** Before timing: losses of a few updates and greedy completions must agree. */
  readonly check: { readonly updates: number; readonly greedyRows: number; readonly tolerance: number };
}

export function readSettings(): EngineSettings {
  return JSON.parse(readFileSync(SETTINGS_FILE, 'utf8')) as EngineSettings;
}

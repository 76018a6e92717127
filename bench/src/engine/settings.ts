// What the engine bench measures: engine.json.

import { readFileSync } from 'node:fs';
import type { DecoderConfig } from '@trapo/models';
import type { MatmulForm } from '@trapo/tensor';

/** One model of the bench, as every peer reads it. */
export interface ModelSettings {
  readonly name: string;
  readonly model: DecoderConfig;
  readonly training: { readonly rows: number; readonly tokens: number };
  readonly decoding?: {
    /** Rows decoded side by side, a line of the table each. */
    readonly rows: readonly number[];
    readonly promptTokens: number;
    readonly newTokens: number;
    readonly temperature: number;
  };
  readonly optimizer: {
    readonly learningRate: number;
    readonly beta1: number;
    readonly beta2: number;
    readonly epsilon: number;
    readonly weightDecay: number;
  };
  /** Before timing: losses around a few updates and greedy completions must agree. */
  readonly check: { readonly updates: number; readonly greedyRows: number; readonly tolerance: number };
}

/** Sizes [m, k, n] of C[m, n], summed over k. */
export type ProductSizes = Readonly<Record<MatmulForm, readonly (readonly [number, number, number])[]>>;

export interface EngineSettings {
  readonly models: readonly ModelSettings[];
  readonly products: ProductSizes;
}

const FILE: URL = new URL('../../engine.json', import.meta.url);

export function readSettings(): EngineSettings {
  const { models, optimizer, check, products } = JSON.parse(readFileSync(FILE, 'utf8'));
  return { models: models.map((model: object) => ({ ...model, optimizer, check })), products };
}

/** The model as a line says it. */
export function describe({ name, model, training }: ModelSettings): string {
  const { num_hidden_layers, hidden_size, num_attention_heads, intermediate_size, vocab_size } = model;
  return (
    `${name}: ${num_hidden_layers} layers, width ${hidden_size}, ${num_attention_heads} heads, SwiGLU ${intermediate_size}, ` +
    `vocabulary ${vocab_size}, ${training.rows} x ${training.tokens} tokens`
  );
}

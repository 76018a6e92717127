// What transformers computed for a small checkpoint, beside what this package computes for it.

import { join } from 'node:path';
import { type Device, input } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import { readSafetensors } from '../files/safetensors/safetensors.ts';
import { Learner, type RowGradients } from '../learning/learner.ts';
import type { TokenRow } from '../learning/rows.ts';
import { relativeError } from './closeness.ts';

/** expected.safetensors, or adapted.safetensors, of a case of tools/parity/models.py. */
export interface Expected {
  readonly rows: readonly TokenRow[];
  /** Rows and tokens of each. */
  readonly shape: readonly [number, number];
  readonly logits: Float32Array;
  readonly stats: readonly RowGradients[];
  /** The derivatives of the loss by each of the statistics. */
  readonly factors: readonly RowGradients[];
  /** Of the loss, by parameter name. */
  readonly gradients: ReadonlyMap<string, Float32Array>;
  /** Of other tokens, computed in the 16 bits that the checkpoint is stored in, where it is. */
  readonly in16: { readonly ids: Int32Array; readonly logits: Float32Array } | undefined;
}

export interface ParityErrors {
  readonly logits: number;
  readonly logProb: number;
  readonly entropy: number;
  /** The parameter whose gradient is furthest off. */
  readonly gradient: { readonly name: string; readonly error: number };
  readonly hasAllGradients: boolean;
}

export async function readExpected(
  folder: string,
  file: 'expected' | 'adapted' = 'expected',
): Promise<Expected> {
  const stored = await readSafetensors(join(folder, `${file}.safetensors`));
  const get = (name: string) => stored.get(name)!.data;
  const [batch, time] = stored.get('ids')!.shape as [number, number];
  const scored = time - 1;
  const cut = (name: string, row: number) =>
    Float64Array.from(get(name).subarray(row * scored, (row + 1) * scored));
  const rows = Array.from({ length: batch }, (_, row): TokenRow => {
    return { tokens: Int32Array.from(get('ids').subarray(row * time, (row + 1) * time)), start: 1 };
  });
  const each = (logProb: string, entropy: string): RowGradients[] =>
    rows.map((_, row) => ({ logProb: cut(logProb, row), entropy: cut(entropy, row) }));
  return {
    rows,
    shape: [batch, time],
    logits: get('logits'),
    stats: each('logProb', 'entropy'),
    factors: each('dLogProb', 'dEntropy'),
    gradients: new Map(
      [...stored].flatMap(([name, { data }]): [string, Float32Array][] =>
        name.startsWith('gradient.') ? [[name.slice('gradient.'.length), data]] : [],
      ),
    ),
    in16: stored.has('ids16') ? { ids: Int32Array.from(get('ids16')), logits: get('logits16') } : undefined,
  };
}

/** Logits [b, t, vocabulary] of whole sequences i32 [b, t]. */
export async function logitsOf(
  device: Device,
  decoder: Decoder,
  ids: Int32Array,
  [batch, time]: readonly [number, number],
): Promise<Float32Array> {
  const inputs = { ids: input([batch, time], 'i32'), positions: input([batch, time], 'i32') };
  const { plans, release } = device.compile({ inputs, outputs: { logits: decoder.logits(inputs) } });
  const { logits } = await plans[0].run({ ids, positions: ids.map((_, i) => i % time) });
  release();
  return logits as Float32Array;
}

/** Relative errors against transformers, of logits, of what scoring gives, and of gradients. */
export async function parityErrors(
  device: Device,
  decoder: Decoder,
  expected: Expected,
): Promise<ParityErrors> {
  const { rows, shape, factors } = expected;
  const ids = Int32Array.from(rows.flatMap(({ tokens }) => [...tokens]));
  const learner = new Learner(decoder);
  const scored = await learner.score(rows);
  await learner.accumulate(rows, indices => indices.map(index => factors[index]!));
  const gradients = await learner.accumulated();
  learner.dispose();
  const errors = [...expected.gradients].map(([name, gradient]) => ({
    name,
    error: relativeError(gradients.get(name)!, gradient),
  }));
  const flat = (of: readonly RowGradients[], which: 'logProb' | 'entropy') =>
    of.flatMap(row => [...row[which]]);
  return {
    logits: relativeError(await logitsOf(device, decoder, ids, shape), expected.logits),
    logProb: relativeError(flat(scored, 'logProb'), flat(expected.stats, 'logProb')),
    entropy: relativeError(flat(scored, 'entropy'), flat(expected.stats, 'entropy')),
    gradient: errors.reduce((worst, one) => (one.error > worst.error ? one : worst)),
    hasAllGradients: gradients.size === expected.gradients.size,
  };
}

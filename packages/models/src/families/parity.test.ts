// Against what transformers computed for the checkpoints of testing-data; tools/parity/models.py makes them.

import { join } from 'node:path';
import {
  attendCache,
  cacheShapes,
  cacheWrite,
  type Device,
  input,
  openDevice,
  type Tensor,
} from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decoder } from '../decoder/decoder.ts';
import { loadDecoder } from '../files/checkpoint.ts';
import { relativeError } from '../testing/closeness.ts';
import { logitsOf, parityErrors, readExpected } from '../testing/parity.ts';

const DATA = join(import.meta.dirname, '../../testing-data');
const CASES = [
  ...['llama2', 'llama3', 'llama3-sharded', 'llama-biases', 'smollm2'],
  ...['mistral', 'qwen2', 'qwen2.5', 'qwen3', 'qwen3-untied'],
];

let device: Device;
beforeAll(async () => {
  device = await openDevice({ backend: 'simd', threads: 2 });
});
afterAll(() => device.close());

test.each(CASES)('%s computes what transformers computes', async name => {
  const decoder = await loadDecoder(device, join(DATA, name));
  const errors = await parityErrors(device, decoder, await readExpected(join(DATA, name)));
  decoder.dispose();
  expect(errors.logits).toBeLessThan(1e-4);
  expect(errors.logProb).toBeLessThan(1e-4);
  expect(errors.entropy).toBeLessThan(1e-4);
  expect(errors.gradient.error, errors.gradient.name).toBeLessThan(1e-4);
  expect(errors.hasAllGradients).toBe(true);
});

test.each(CASES)('%s, token by token over a cache, computes the bits of whole sequences', async name => {
  const decoder = await loadDecoder(device, join(DATA, name));
  const { rows, shape } = await readExpected(join(DATA, name));
  const ids = Int32Array.from(rows.flatMap(({ tokens }) => [...tokens]));
  expect(await decode(decoder, ids, shape)).toEqual(await logitsOf(device, decoder, ids, shape));
  decoder.dispose();
});

describe.each([
  // bits of the fraction, the one before it included
  ['qwen2', 'BF16', 8],
  ['smollm2', 'F16', 11],
] as const)('%s, stored as %s', (name, _, bits) => {
  test('is, within that precision, what transformers computes in it', async () => {
    const decoder = await loadDecoder(device, join(DATA, name));
    const { in16, shape } = await readExpected(join(DATA, name));
    const error = relativeError(await logitsOf(device, decoder, in16!.ids, shape), in16!.logits);
    decoder.dispose();
    // each of some tens of roundings in a row, at most half a unit, adds its own
    expect(error).toBeLessThan(8 * 2 ** -bits);
    expect(error).toBeGreaterThan(2 ** -24);
  });
});

/** Logits [b, t, vocabulary], each position computed from the cache of those before it. */
async function decode(
  decoder: Decoder,
  ids: Int32Array,
  [batch, time]: readonly [number, number],
): Promise<Float32Array> {
  const { config, heads, headSize } = decoder;
  const shapes = cacheShapes({ batch, capacity: time, kvHeads: heads.kvHeads, headSize });
  const cache = Array.from({ length: config.num_hidden_layers }, () => ({
    keys: device.variable(shapes.keys),
    values: device.variable(shapes.values),
  }));
  const inputs = {
    ids: input([batch, 1], 'i32'),
    positions: input([batch, 1], 'i32'),
    slots: input([batch], 'i32'),
  };
  const effects: Tensor[] = [];
  const logits = decoder.logits(inputs, (q, k, v, layer) => {
    const { keys, values } = cache[layer]!;
    effects.push(cacheWrite(keys, values, k, v, inputs.slots));
    return attendCache(q, keys, values, inputs.slots, heads);
  });
  const { plans, release } = device.compile({ inputs, outputs: { logits }, effects });
  const all = new Float32Array(batch * time * config.vocab_size);
  for (let t = 0; t < time; t++) {
    const positions = new Int32Array(batch).fill(t);
    const column = Int32Array.from({ length: batch }, (_, row) => ids[row * time + t]!);
    const next = await plans[0].run({ ids: column, positions, slots: positions });
    for (let row = 0; row < batch; row++) {
      const at = row * config.vocab_size;
      all.set(next.logits.subarray(at, at + config.vocab_size), (row * time + t) * config.vocab_size);
    }
  }
  release();
  for (const { keys, values } of cache) for (const variable of [keys, values]) variable.dispose();
  return all;
}

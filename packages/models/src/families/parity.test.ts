// Against what transformers computed for the checkpoints of testing-data; tools/parity/models.py makes them.

import { join } from 'node:path';
import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
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

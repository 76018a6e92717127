import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Device, openDevice } from '@trapo/tensor';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Decoder } from '../decoder/decoder.ts';
import { loadDecoder } from '../files/checkpoint.ts';
import { SafetensorsError } from '../files/safetensors/error.ts';
import { readSafetensors, writeSafetensors } from '../files/safetensors/safetensors.ts';
import { parityErrors, readExpected } from '../testing/parity.ts';
import { loadAdapter, saveAdapter } from './files.ts';

const DATA = join(import.meta.dirname, '../../testing-data');
const CASES = ['llama2', 'qwen2.5'];

let device: Device;
let folder: string;
let base: Decoder;
beforeAll(async () => {
  device = await openDevice({ backend: 'simd', threads: 1 });
  folder = await mkdtemp(join(tmpdir(), 'adapter-'));
  base = await loadDecoder(device, join(DATA, 'qwen2.5'));
});
afterAll(async () => {
  await device.close();
  await rm(folder, { recursive: true });
});

test.each(CASES)('an adapter of PEFT computes what PEFT computes, gradients too: %s', async name => {
  const decoder = await loadDecoder(device, join(DATA, name));
  const lora = await loadAdapter(decoder, join(DATA, name, 'adapter'));
  const errors = await parityErrors(device, lora.decoder, await readExpected(join(DATA, name), 'adapted'));
  expect(errors.logits).toBeLessThan(1e-4);
  expect(errors.logProb).toBeLessThan(1e-4);
  expect(errors.gradient.error, errors.gradient.name).toBeLessThan(1e-4);
  expect(errors.hasAllGradients).toBe(true);
});

test.each(CASES)(
  'loaded, saved and loaded again it is bit-equal, under the names of PEFT: %s',
  async name => {
    const decoder = await loadDecoder(device, join(DATA, name));
    const lora = await loadAdapter(decoder, join(DATA, name, 'adapter'));
    await saveAdapter(join(folder, name), lora, { base: 'someone/model' });
    const again = await loadAdapter(decoder, join(folder, name));
    expect(again.options).toEqual(lora.options);
    const file = 'adapter_model.safetensors';
    expect(await readSafetensors(join(folder, name, file))).toEqual(
      new Map(
        [...(await readSafetensors(join(DATA, name, 'adapter', file)))].sort(byOrderOf(lora.variables)),
      ),
    );
    const config = JSON.parse(await readFile(join(folder, name, 'adapter_config.json'), 'utf8'));
    const theirs = JSON.parse(await readFile(join(DATA, name, 'adapter/adapter_config.json'), 'utf8'));
    expect(theirs).toMatchObject({ ...config, base_model_name_or_path: null });
  },
);

describe('an adapter is refused', () => {
  test.each<[object, string]>([
    [{ peft_type: 'IA3' }, 'peft_type has to be "LORA": other adapters are not supported; found "IA3"'],
    [
      { use_dora: true },
      "use_dora is not supported; if it does not change what the model computes, say { ignoreFields: ['use_dora'] }; found true",
    ],
    [
      { rank_pattern: { q_proj: 4 } },
      'rank_pattern is not supported; if it does not change what the model computes, say { ignoreFields: [\'rank_pattern\'] }; found {"q_proj":4}',
    ],
    [{ bias: 'all' }, 'bias has to be "none": biases are not trained here; found "all"'],
    [
      { lora_dropout: 0.1 },
      "lora_dropout has to be 0: there is no dropout here; to use or train the adapter without, say { ignoreFields: ['lora_dropout'] }; found 0.1",
    ],
    [{ target_modules: '.*' }, 'target_modules is a list of texts; found ".*"'],
    [
      { init_lora_weights: 'pissa_niter_4' },
      'init_lora_weights began by changing the weights of the model, which this folder does not hold; found "pissa_niter_4"',
    ],
    [{ r: 0 }, 'r is a positive whole number, for example 64; found 0'],
  ])('for a field: %j', async (fields, message) => {
    const target = await changed(fields);
    await expect(loadAdapter(base, target)).rejects.toThrow(
      new RangeError(`${join(target, 'adapter_config.json')}: ${message}`),
    );
  });

  test('unless its dropout is let pass', async () => {
    const target = await changed({ lora_dropout: 0.1 });
    const lora = await loadAdapter(base, target, { ignoreFields: ['lora_dropout'] });
    expect(lora.options).toMatchObject({ rank: 3, alpha: 6 });
  });

  test('for tensors that do not fit, by name, and takes no memory', async () => {
    const before = device.memory;
    const target = await changed({ r: 4 });
    const path = join(target, 'adapter_model.safetensors');
    const first = 'base_model.model.model.layers.0.self_attn.q_proj.lora_A.weight';
    await expect(loadAdapter(base, target)).rejects.toThrow(
      new SafetensorsError(`${path}: expected tensor ${first} of shape [4, 32], found shape [3, 32]`),
    );
    const fewer = await changed({ target_modules: ['q_proj'] });
    await expect(loadAdapter(base, fewer)).rejects.toThrow(
      /found tensor base_model.*(v_proj|down_proj).*, which adapter_config.json does not ask for in this model/,
    );
    const empty = await changed({});
    await writeSafetensors(path, new Map());
    await expect(loadAdapter(base, empty)).rejects.toThrow(
      new SafetensorsError(`${path}: expected tensor ${first} of shape [3, 32], found none`),
    );
    expect(device.memory).toEqual(before);
  });

  async function changed(fields: object): Promise<string> {
    const target = join(folder, 'changed');
    await cp(join(DATA, 'qwen2.5/adapter'), target, { recursive: true });
    const path = join(target, 'adapter_config.json');
    await writeFile(path, JSON.stringify({ ...JSON.parse(await readFile(path, 'utf8')), ...fields }));
    return target;
  }
});

function byOrderOf(variables: ReadonlyMap<string, unknown>) {
  const order = [...variables.keys()];
  return ([a]: [string, unknown], [b]: [string, unknown]) => order.indexOf(a) - order.indexOf(b);
}

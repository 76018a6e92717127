import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, beforeEach, describe, expect } from 'vitest';
import { SafetensorsError } from './safetensors/error.ts';
import { writeSafetensors } from './safetensors/safetensors.ts';
import type { TensorSource } from './safetensors/writer.ts';
import { openWeights, saveWeights } from './weights.ts';

let root: string;
let folder: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'weights-'));
});
beforeEach(async () => {
  folder = await mkdtemp(join(root, 'folder-'));
});
afterAll(() => rm(root, { recursive: true }));

const source = (...numbers: number[]): TensorSource => ({
  dtype: 'F32',
  shape: [numbers.length],
  pieces: () => [Float32Array.from(numbers)],
});
const three = new Map([
  ['a', source(1, 2)],
  ['b', source(3)],
  ['c', source(4, 5, 6)],
]);

async function readAll(): Promise<Map<string, number[]>> {
  const files = await openWeights(folder);
  const all = new Map<string, number[]>();
  for (const name of files.tensors.keys()) {
    const numbers: number[] = [];
    for await (const piece of files.pieces(name)) numbers.push(...piece);
    all.set(name, numbers);
  }
  await files.close();
  return all;
}

const lengths = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 8 });

test.prop([lengths, fc.integer({ min: 1, max: 100 })], { numRuns: 40 })(
  'however they are split, the tensors come back; no shard holds more than it may, unless it is one tensor',
  async (lengths, maxShardBytes) => {
    const numbers = lengths.map((length, i) => Array.from({ length }, (_, k) => 10 * i + k));
    const tensors = new Map(numbers.map((row, i) => [`t${i}`, source(...row)]));
    await saveWeights(folder, tensors, maxShardBytes);
    expect(await readAll()).toEqual(new Map(numbers.map((row, i) => [`t${i}`, row])));
    const files = await openWeights(folder);
    for (const [, inOne] of Map.groupBy(files.tensors.values(), ({ path }) => path)) {
      const bytes = inOne.reduce((sum, { shape }) => sum + 4 * shape[0]!, 0);
      const nonEmpty = inOne.filter(({ shape }) => shape[0]! > 0);
      expect(bytes <= maxShardBytes || nonEmpty.length === 1).toBe(true);
    }
    await files.close();
  },
);

test('shards and index have the names and fields of transformers', async () => {
  await saveWeights(folder, three, 12);
  expect((await readdir(folder)).sort()).toEqual([
    'model-00001-of-00002.safetensors',
    'model-00002-of-00002.safetensors',
    'model.safetensors.index.json',
  ]);
  expect(JSON.parse(await readFile(join(folder, 'model.safetensors.index.json'), 'utf8'))).toEqual({
    metadata: { total_size: 24 },
    weight_map: {
      a: 'model-00001-of-00002.safetensors',
      b: 'model-00001-of-00002.safetensors',
      c: 'model-00002-of-00002.safetensors',
    },
  });
});

test('a save leaves nothing of an earlier one that was split otherwise', async () => {
  for (const bytes of [4, 12, 1000, 12]) {
    await saveWeights(folder, three, bytes);
    expect(await readAll()).toEqual(
      new Map([
        ['a', [1, 2]],
        ['b', [3]],
        ['c', [4, 5, 6]],
      ]),
    );
  }
  expect(await readdir(folder)).toHaveLength(3);
});

describe('a folder is refused, by file and tensor', () => {
  const index = 'model.safetensors.index.json';
  const first = 'model-00001-of-00002.safetensors';

  test.each<[string, () => Promise<void>, string]>([
    [
      'without weights',
      () => rm(join(folder, index)),
      `: expected model.safetensors or ${index}, found neither`,
    ],
    [
      'without one of its shards',
      () => rm(join(folder, first)),
      `/${first}: expected a shard with 2 tensors, a among them (${index}), found no file`,
    ],
    [
      'with a shard that lacks a tensor',
      () =>
        writeSafetensors(join(folder, first), new Map([['a', { shape: [0], data: new Float32Array(0) }]])),
      `/${first}: expected tensor b (${index}), found no tensor of that name`,
    ],
    [
      'with a tensor that is not listed',
      () => mapped({ a: first }),
      `/${first}: found tensor b, which ${index} does not list there`,
    ],
    [
      'with an index that is not JSON',
      () => writeFile(join(folder, index), '{'),
      `/${index}: the index is not JSON`,
    ],
    [
      'with an index of nothing',
      () => writeFile(join(folder, index), '{}'),
      `/${index}: expected weight_map, file names by tensor; found undefined`,
    ],
    [
      'with a shard elsewhere',
      () => mapped({ a: '../secret.safetensors' }),
      `/${index}: tensor a: expected the name of a .safetensors file in this folder, found "../secret.safetensors"`,
    ],
    [
      'with a shard that is a number',
      () => mapped({ a: 7 }),
      `/${index}: tensor a: expected the name of a .safetensors file in this folder, found 7`,
    ],
  ])('%s', async (_, harm, message) => {
    await saveWeights(folder, three, 12);
    await harm();
    await expect(openWeights(folder)).rejects.toThrow(new SafetensorsError(`${folder}${message}`));
  });

  test.prop([fc.jsonValue()], { numRuns: 60 })('whatever its index says', async weight_map => {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, index), JSON.stringify({ weight_map }));
    try {
      expect((await openWeights(folder)).tensors.size).toBe(0);
    } catch (error) {
      expect(error).toBeInstanceOf(SafetensorsError);
    }
  });

  async function mapped(weight_map: object): Promise<void> {
    await writeFile(join(folder, index), JSON.stringify({ weight_map }));
  }
});

test('a tensor that gives other numbers than its shape has is refused, and no file is left under its name', async () => {
  const short = new Map([['a', { ...source(1, 2), shape: [3] }]]);
  await expect(saveWeights(folder, short, 1e9)).rejects.toThrow(
    new SafetensorsError(`${join(folder, 'model.safetensors')}: tensor a of shape [3] has 3 numbers; got 2`),
  );
  expect(await readdir(folder)).toEqual(['model.safetensors.part']);
});

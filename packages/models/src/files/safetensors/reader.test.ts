import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { SafetensorsError } from './error.ts';
import { openSafetensors, type SafetensorsReader } from './reader.ts';
import { writeSafetensors } from './safetensors.ts';

const LARGE = Float32Array.from({ length: 2_500_000 }, (_, i) => i % 256);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reader-'));
});
afterAll(() => rm(folder, { recursive: true }));

test.each(['F32', 'BF16', 'F16'] as const)(
  'a large tensor of %s comes in pieces of 4 MiB of the file',
  async dtype => {
    const path = join(folder, `${dtype}.safetensors`);
    const shape = [2500, 1000];
    await writeSafetensors(path, new Map([['w', { shape, data: LARGE }]]), {}, dtype);
    const file = await openSafetensors(path);
    expect(file.tensors.get('w')).toMatchObject({ dtype, shape });
    let at = 0;
    for await (const piece of file.pieces('w')) {
      expect(piece.length).toBeLessThanOrEqual(dtype === 'F32' ? 2 ** 20 : 2 ** 21);
      expect(piece).toEqual(LARGE.subarray(at, at + piece.length));
      at += piece.length;
    }
    expect(at).toBe(LARGE.length);
    await file.close();
  },
);

test('pieces of one tensor after another lie in one buffer; of two at once, in two', async () => {
  const path = join(folder, 'two.safetensors');
  const tensors = ['a', 'b'].map(
    (name, i) => [name, { shape: [3], data: Float32Array.of(i, 1, 2) }] as const,
  );
  await writeSafetensors(path, new Map(tensors));
  const file = await openSafetensors(path);
  const first = await all(file, 'a');
  expect((await all(file, 'b')).buffer).toBe(first.buffer);
  const [a, b] = [file.pieces('a'), file.pieces('b')];
  const [x, y] = [(await a.next()).value!, (await b.next()).value!];
  expect([...x, ...y]).toEqual([0, 1, 2, 1, 1, 2]);
  await file.close();
});

test('a tensor that the file does not have is named', async () => {
  const path = join(folder, 'none.safetensors');
  await writeSafetensors(path, new Map());
  const file = await openSafetensors(path);
  await expect(file.pieces('w').next()).rejects.toThrow(
    new SafetensorsError(`${path}: there is no tensor w`),
  );
  await file.close();
});

async function all(file: SafetensorsReader, name: string): Promise<Float32Array> {
  const pieces: Float32Array[] = [];
  for await (const piece of file.pieces(name)) pieces.push(piece);
  expect(pieces).toHaveLength(1);
  return pieces[0]!;
}

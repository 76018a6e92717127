import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { readSafetensors, SafetensorsError, type StoredTensor, writeSafetensors } from './safetensors.ts';

let folder: string;
let path: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'safetensors-'));
  path = join(folder, 'model.safetensors');
});
afterAll(() => rm(folder, { recursive: true }));

const shape = fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 4 });
// any bits: also infinities, denormals and NaN with a payload
const tensor: fc.Arbitrary<StoredTensor> = shape.chain(shape => {
  const bytes = 4 * shape.reduce((product, axis) => product * axis, 1);
  return fc
    .uint8Array({ minLength: bytes, maxLength: bytes })
    .map(raw => ({ shape, data: new Float32Array(raw.slice().buffer) }));
});
const name = fc.oneof(
  fc.constantFrom('lm_head.weight', '__proto__', '7', 'constructor', 'Gewicht.größe', '重み', ''),
  fc.string({ unit: 'grapheme' }).filter(name => name !== '__metadata__'),
);
const tensors = fc
  .uniqueArray(fc.tuple(name, tensor), { selector: ([name]) => name, maxLength: 6 })
  .map(entries => new Map(entries));

describe('a written file', () => {
  test.prop([tensors])('is read back bit by bit', async tensors => {
    await writeSafetensors(path, tensors);
    const read = await readSafetensors(path);
    expect([...read.keys()].toSorted()).toEqual([...tensors.keys()].toSorted());
    for (const [name, { shape, data }] of tensors) {
      expect(read.get(name)!.shape).toEqual(shape);
      expect(bytesOf(read.get(name)!.data)).toEqual(bytesOf(data));
    }
  });

  test.prop([tensors])('has the layout of the format', async tensors => {
    await writeSafetensors(path, tensors, { format: 'pt', made: 'here' });
    const file = await readFile(path);
    const length = Number(file.readBigUInt64LE(0));
    const text = file.subarray(8, 8 + length).toString('utf8');
    const header = JSON.parse(text);
    expect(length % 8).toBe(0);
    expect(text).toMatch(/^\{.*\} *$/s);
    expect(header.__metadata__).toEqual({ format: 'pt', made: 'here' });
    let end = 0;
    for (const [name, { shape, data }] of tensors) {
      expect(Object.getOwnPropertyDescriptor(header, name)!.value).toEqual({
        dtype: 'F32',
        shape,
        data_offsets: [end, end + data.byteLength],
      });
      expect(file.subarray(8 + length + end, 8 + length + end + data.byteLength)).toEqual(bytesOf(data));
      end += data.byteLength;
    }
    expect(file.length).toBe(8 + length + end);
  });

  test('holds of a view its own numbers alone', async () => {
    const data = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
    await writeSafetensors(path, new Map([['w', { shape: [2], data }]]));
    expect(await readSafetensors(path)).toEqual(
      new Map([['w', { shape: [2], data: Float32Array.of(2, 3) }]]),
    );
  });

  test.each([
    ['w', [3], 'tensor w of shape [3] with 2 numbers cannot be written'],
    ['__metadata__', [2], 'tensor __metadata__ of shape [2] with 2 numbers cannot be written'],
  ])('is not made for a tensor %s of shape %j with two numbers', async (name, shape, message) => {
    const target = join(folder, 'refused.safetensors');
    await expect(
      writeSafetensors(target, new Map([[name, { shape, data: new Float32Array(2) }]])),
    ).rejects.toThrow(new SafetensorsError(`${target}: ${message}`));
    await expect(stat(target)).rejects.toThrow('ENOENT');
  });
});

describe('a broken file is refused, by file and tensor', () => {
  const w = { dtype: 'F32', shape: [2], data_offsets: [0, 8] };

  test.prop([fc.nat()])('cut off anywhere', async at => {
    const data = Float32Array.of(1, 2, 3);
    await writeSafetensors(path, new Map([['w', { shape: [3], data }]]));
    const whole = await readFile(path);
    await writeFile(path, whole.subarray(0, at % whole.length));
    await expect(readSafetensors(path)).rejects.toThrow(SafetensorsError);
    await expect(readSafetensors(path)).rejects.toThrow(path);
  });

  test('cut off in a tensor, which it names', async () => {
    await fails(fileOf({ w }, 7), 'tensor w ends at byte 70, the file at 69');
  });

  test.each([
    ['one of another dtype', { w: { ...w, dtype: 'BF16' } }, 'tensor w: expected dtype F32, found BF16'],
    ['one that is no tensor', { w: null }, 'tensor w: expected dtype F32, found undefined'],
    ['a negative shape', { w: { ...w, shape: [-2] } }, 'tensor w: expected a shape, found [-2]'],
    ['a fractional shape', { w: { ...w, shape: [0.5, 4] } }, 'tensor w: expected a shape, found [0.5,4]'],
    ['no shape', { w: { ...w, shape: undefined } }, 'tensor w: expected a shape, found undefined'],
    ['one offset', { w: { ...w, data_offsets: [0] } }, 'tensor w: expected two data_offsets, found [0]'],
    [
      'a shape unlike its bytes',
      { w: { ...w, shape: [3] } },
      'tensor w of shape [3]: expected 12 bytes, found 8',
    ],
    ['overlaps', { w, v: w }, 'tensor v: expected its data at offset 8, found 0'],
    [
      'gaps',
      { w: { ...w, shape: [1], data_offsets: [4, 8] } },
      'tensor w: expected its data at offset 0, found 4',
    ],
  ])('with %s', async (_, header, message) => {
    await fails(fileOf(header, 8), message);
  });

  test('with bytes that are no tensor', async () => {
    await fails(fileOf({ w }, 9), 'the last tensor ends at byte 70, the file at 71');
  });

  test.each([
    ['{"w": ', 'the header is not JSON'],
    ['[]', 'the header is not a JSON object'],
    ['null', 'the header is not a JSON object'],
  ])('with the header %s', async (header, message) => {
    await fails(raw(header, 0), message);
  });

  test('with a header longer than the file, without memory for it', async () => {
    const file = raw('{}', 0);
    file.writeBigUInt64LE(2n ** 36n);
    await fails(file, 'the header ends at byte 68719476744, the file at 10');
  });

  test('with a tensor larger than the file, without memory for it', async () => {
    const size = 2 ** 36;
    const file = fileOf({ big: { dtype: 'F32', shape: [size / 4], data_offsets: [0, size] } }, 8);
    await fails(file, /tensor big ends at byte 687\d+, the file at \d+/);
  });

  async function fails(file: Buffer, message: string | RegExp): Promise<void> {
    await writeFile(path, file);
    const reading = expect(readSafetensors(path)).rejects;
    await reading.toThrow(
      typeof message === 'string' ? new SafetensorsError(`${path}: ${message}`) : message,
    );
  }

  function fileOf(header: object, dataBytes: number): Buffer {
    return raw(JSON.stringify(header), dataBytes);
  }

  function raw(header: string, dataBytes: number): Buffer {
    const text = Buffer.from(header);
    const file = Buffer.alloc(8 + text.length + dataBytes);
    file.writeBigUInt64LE(BigInt(text.length));
    text.copy(file, 8);
    return file;
  }
});

function bytesOf(data: Float32Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}

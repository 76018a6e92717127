import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { SafetensorsError } from './error.ts';
import { readSafetensors, type StoredTensor, writeSafetensors } from './safetensors.ts';

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
    ['w', [3], 'tensor w of shape [3] has 3 numbers; got 2'],
    ['__metadata__', [2], 'tensor __metadata__ has the name of the metadata'],
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
    [
      'one of another dtype',
      { w: { ...w, dtype: 'I64' } },
      'tensor w: expected dtype F32, F16, BF16, found I64',
    ],
    ['one that is no tensor', { w: null }, 'tensor w: expected dtype F32, F16, BF16, found undefined'],
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

  // a header of the right kind, and then one of its fields is anything at all
  const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(2 ** 53, 2 ** 60, -1, 1e300, 'F64'));
  const mutated = fc.record({
    dtype: fc.oneof(fc.constantFrom<unknown>('F32', 'F16', 'BF16'), anything),
    shape: fc.oneof(fc.array(fc.nat(4), { maxLength: 3 }), fc.array(anything, { maxLength: 3 }), anything),
    data_offsets: fc.oneof(fc.tuple(fc.nat(40), fc.nat(40)), fc.array(anything, { maxLength: 3 }), anything),
  });
  test.prop([fc.dictionary(fc.string(), fc.oneof(mutated, anything)), fc.nat(64)], { numRuns: 300 })(
    'with anything in its header: read whole, or refused by its path, and nothing in between',
    async (header, dataBytes) => {
      const file = fileOf(header, dataBytes);
      await writeFile(path, file);
      await readsOrRefuses(file);
    },
  );

  test.prop([fc.uint8Array({ maxLength: 200 })], { numRuns: 300 })('of any bytes', async bytes => {
    await writeFile(path, bytes);
    await readsOrRefuses(Buffer.from(bytes));
  });

  test.prop([fc.nat(), fc.integer({ min: 1, max: 255 })], { numRuns: 200 })(
    'with one byte flipped anywhere',
    async (at, flip) => {
      await writeSafetensors(path, new Map([['w', { shape: [2, 3], data: new Float32Array(6).fill(1) }]]));
      const file = await readFile(path);
      file[at % file.length]! ^= flip;
      await writeFile(path, file);
      await readsOrRefuses(file);
    },
  );

  /** Whatever is read lies in the file: no more numbers than its bytes. */
  async function readsOrRefuses(file: Buffer): Promise<void> {
    try {
      const tensors = await readSafetensors(path);
      const numbers = [...tensors.values()].reduce((sum, { data }) => sum + data.length, 0);
      expect(2 * numbers).toBeLessThanOrEqual(file.length);
    } catch (error) {
      expect(error).toBeInstanceOf(SafetensorsError);
      expect((error as Error).message).toContain(path);
    }
  }

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

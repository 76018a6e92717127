import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { fc, test } from '@fast-check/vitest';
import { boxedExact } from '@trapo/verifiers';
import type { CompressionCodec, SchemaElement } from 'hyparquet';
import { parquetWriteBuffer } from 'hyparquet-writer';
import { afterAll, beforeAll, expect } from 'vitest';
import { loadProblems } from './problems.ts';
import { rowsOf } from './rows.ts';
import { writeJsonl } from './writeJsonl.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'parquet-'));
});
afterAll(() => rm(folder, { recursive: true }));

const text = (name: string): SchemaElement => ({
  name,
  type: 'BYTE_ARRAY',
  converted_type: 'UTF8',
  repetition_type: 'OPTIONAL',
});
const group = (name: string, num_children: number): SchemaElement => ({
  name,
  num_children,
  repetition_type: 'OPTIONAL',
});
const list = (name: string, ...element: SchemaElement[]): SchemaElement[] => [
  { ...group(name, 1), converted_type: 'LIST' },
  { name: 'list', num_children: 1, repetition_type: 'REPEATED' },
  ...element,
];
/** The columns of the authors' files. */
const schema: SchemaElement[] = [
  { name: 'schema', num_children: 5 },
  ...list('prompt', group('element', 2), text('content'), text('role')),
  ...list('target', group('element', 2), text('content'), text('role')),
  group('reward_model', 2),
  text('ground_truth'),
  text('style'),
  group('extra_info', 2),
  { name: 'index', type: 'INT64', repetition_type: 'OPTIONAL' },
  ...list('answer_list', text('element')),
  text('ability'),
];
const compressors = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes),
  BROTLI: (bytes: Uint8Array) => brotliCompressSync(bytes),
  ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
};

interface AuthorsRow {
  readonly prompt: readonly object[];
  readonly target: readonly object[] | null;
  readonly reward_model: object;
  readonly extra_info: { readonly index: number; readonly answer_list: string[] };
  readonly ability: string | null;
}

async function writeParquet(rows: readonly AuthorsRow[], codec: CompressionCodec, rowGroupSize: number) {
  const columns = ['prompt', 'target', 'reward_model', 'extra_info', 'ability'] as const;
  const big = ({ extra_info }: AuthorsRow) => ({ ...extra_info, index: BigInt(extra_info.index) });
  const columnData = columns.map(name => ({
    name,
    data: rows.map(row => (name === 'extra_info' ? big(row) : row[name])),
  }));
  const file = join(folder, 'rows.parquet');
  const bytes = parquetWriteBuffer({ columnData, schema, codec, compressors, rowGroupSize });
  await writeFile(file, new Uint8Array(bytes));
  return file;
}

const unicode = (minLength: number) => fc.string({ unit: 'grapheme', minLength });
const turns = fc.array(fc.record({ role: unicode(1), content: unicode(0) }), { minLength: 1, maxLength: 3 });
const row = fc.record({
  prompt: turns,
  target: fc.option(fc.constantFrom([{ role: 'assistant', content: 'a\n\nb' }])),
  reward_model: fc.record({ ground_truth: fc.integer().map(String), style: fc.constant('rule') }),
  extra_info: fc.record({ index: fc.maxSafeInteger(), answer_list: fc.array(unicode(1), { maxLength: 3 }) }),
  ability: fc.option(unicode(0)),
});

test.prop(
  [
    fc.array(row, { minLength: 1, maxLength: 12 }),
    fc.constantFrom<CompressionCodec[]>('UNCOMPRESSED', 'SNAPPY', 'GZIP', 'BROTLI', 'ZSTD'),
    fc.integer({ min: 1, max: 5 }),
  ],
  { numRuns: 60 },
)('Parquet gives the problems that JSONL gives', async (rows, codec, rowGroupSize) => {
  const jsonl = join(folder, 'rows.jsonl');
  await writeJsonl(jsonl, rows);
  const problems = await loadProblems(jsonl, { verifier: boxedExact });
  expect(problems).toHaveLength(rows.length);
  const parquet = await writeParquet(rows, codec, rowGroupSize);
  expect(await loadProblems(parquet, { verifier: boxedExact })).toEqual(problems);
});

test('whole numbers that a double can not hold are text, times are ISO', async () => {
  const file = join(folder, 'types.parquet');
  const bytes = parquetWriteBuffer({
    columnData: [
      { name: 'id', data: [1n, 2n ** 60n], type: 'INT64' },
      { name: 'at', data: [new Date(0), null], type: 'TIMESTAMP' },
    ],
  });
  await writeFile(file, new Uint8Array(bytes));
  const rows: unknown[] = [];
  for await (const row of rowsOf(file)) rows.push(row);
  expect(rows).toEqual([
    { row: 1, value: { id: 1, at: '1970-01-01T00:00:00.000Z' } },
    { row: 2, value: { id: '1152921504606846976' } },
  ]);
});

test('what is no Parquet, or ends early, is named', async () => {
  const file = await writeParquet(
    [
      {
        prompt: [],
        target: null,
        reward_model: {},
        extra_info: { index: 0, answer_list: [] },
        ability: null,
      },
    ],
    'SNAPPY',
    1,
  );
  const load = () => loadProblems(file, { verifier: boxedExact });
  await expect(load()).rejects.toThrow(/rows.parquet:1: "prompt": a message or more is needed/);
  await writeFile(file, '{"prompt":"p"}');
  await expect(load()).rejects.toThrow(`can't read ${file}: `);
  const missing = join(folder, 'none.parquet');
  await expect(loadProblems(missing, { verifier: boxedExact })).rejects.toThrow(
    `there is no file ${missing}`,
  );
});

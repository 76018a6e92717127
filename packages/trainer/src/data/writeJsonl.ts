import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Writes rows as JSONL, one a line, as a stream: rows may come from an endless supply cut to length. */
export async function writeJsonl(
  file: string,
  rows: Iterable<object> | AsyncIterable<object>,
): Promise<void> {
  await pipeline(Readable.from(linesFor(rows)), createWriteStream(file));
}

async function* linesFor(rows: Iterable<object> | AsyncIterable<object>): AsyncGenerator<string, void> {
  for await (const row of rows) yield `${JSON.stringify(row)}\n`;
}

import { createReadStream } from 'node:fs';

/**
 * The lines of a UTF-8 file, one at a time, without their newline, carriage return or byte order mark.
 *
 * Not node:readline, which also breaks lines at U+2028 and U+2029: JSON strings may hold these as they are,
 * and web text does.
 */
export async function* linesOf(file: string): AsyncGenerator<string, void> {
  let rest = '';
  let start = true;
  for await (const chunk of createReadStream(file, { encoding: 'utf8' })) {
    const lines = (rest + (start ? String(chunk).replace(/^\ufeff/, '') : chunk)).split('\n');
    start = false;
    rest = lines.pop()!;
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  yield rest;
}

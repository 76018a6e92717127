// JSON files whose errors say which file it was.

import { readFile } from 'node:fs/promises';

/** The object in a JSON file. Throws RangeError naming the file when it holds something else. */
export async function readJson(path: string): Promise<Readonly<Record<string, unknown>>> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    throw new RangeError(`${path}: expected JSON; ${cause.message}`, { cause });
  }
  if (typeof json === 'object' && json !== null && !Array.isArray(json))
    return json as Record<string, unknown>;
  throw new RangeError(`${path}: expected a JSON object, found ${JSON.stringify(json).slice(0, 80)}`);
}

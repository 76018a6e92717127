// The page's files, read once into memory: a request is answered by one of these or by none, and no path of a request ever
// reaches the file system.

import { globSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { extname, join } from 'node:path';

export interface StaticFile {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};

/** The files of a folder by path, `/` being index.html. */
export async function staticFiles(folder: string): Promise<ReadonlyMap<string, StaticFile>> {
  const files = new Map<string, StaticFile>();
  for (const name of globSync('**/*', { cwd: folder })) {
    const type = types[extname(name)];
    const path = join(folder, name);
    if (!type || !(await stat(path)).isFile()) continue;
    const file = { type, body: await readFile(path) };
    files.set(`/${name.replaceAll('\\', '/')}`, file);
    if (name === 'index.html') files.set('/', file);
  }
  return files;
}

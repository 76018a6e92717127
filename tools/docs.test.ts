// Documents name files; files move. Every path of a file in backticks that begins at the root must be there.

import { existsSync, globSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '..');
const documents = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/**/*.md', { cwd: root })];

it.each(documents)('%s names files that are there', document => {
  const text = readFileSync(resolve(root, document), 'utf8');
  const paths = [...text.matchAll(/`((?:packages|apps|bench|tools|docs)\/[\w./-]+\.\w+)`/g)].map(
    match => match[1]!,
  );
  expect(paths.filter(path => !existsSync(resolve(root, path)))).toEqual([]);
});

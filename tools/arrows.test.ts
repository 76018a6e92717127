// Holds the direction of the arrows between packages: docs/architecture.md.

import { globSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

/** What each package may import of ours. Adding an arrow is a decision: change the picture in docs/architecture.md too. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'packages/losses': [],
  'packages/prefix-select': [],
  'packages/verifiers': [],
  'packages/verifier-code': ['@trapo/verifiers'],
  'packages/tasks': [],
  'packages/eval': [],
  'packages/tensor': [],
  'packages/models': ['@trapo/tensor'],
  'packages/trainer': ['@trapo/losses', '@trapo/models', '@trapo/prefix-select', '@trapo/verifiers'],
  'apps/dashboard': [],
  'apps/trainer': [
    '@trapo/eval',
    '@trapo/dashboard',
    '@trapo/losses',
    '@trapo/models',
    '@trapo/prefix-select',
    '@trapo/tasks',
    '@trapo/tensor',
    '@trapo/trainer',
    '@trapo/verifiers',
  ],
};

const root = resolve(import.meta.dirname, '..');

/** Module specifiers of a source: static and dynamic imports, re-exports. */
function importsOf(file: string): string[] {
  const source = readFileSync(resolve(root, file), 'utf8');
  return [...source.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map(match => match[1]!);
}

describe('arrows between packages', () => {
  it('knows every package', () => {
    const folders = globSync('{packages,apps}/*/package.json', { cwd: root }).map(file => dirname(file));
    expect(folders.sort()).toEqual(Object.keys(ALLOWED).sort());
  });

  for (const [folder, allowed] of Object.entries(ALLOWED)) {
    it(`${folder} imports only ${allowed.join(', ') || 'packages that are not ours'}`, () => {
      // tests may import what the package itself may not
      const files = globSync(`${folder}/src/**/*.ts`, { cwd: root }).filter(
        file => !file.endsWith('.test.ts') && !file.includes('/testing/'),
      );
      expect(files.length).toBeGreaterThan(0);
      const used = new Set(files.flatMap(importsOf).filter(name => name.startsWith('@trapo/')));
      expect([...used].filter(name => !allowed.includes(name))).toEqual([]);
      const manifest = JSON.parse(readFileSync(resolve(root, folder, 'package.json'), 'utf8'));
      const declared = Object.keys(manifest.dependencies ?? {});
      expect([...used].filter(name => !declared.includes(name))).toEqual([]);
    });

    it(`${folder} reaches into no other package by a path`, () => {
      const inside = resolve(root, folder);
      const escapes = globSync(`${folder}/src/**/*.ts`, { cwd: root }).flatMap(file =>
        importsOf(file)
          .filter(name => name.startsWith('.') && !resolve(root, dirname(file), name).startsWith(inside))
          .map(name => `${file}: ${name}`),
      );
      expect(escapes).toEqual([]);
    });
  }
});

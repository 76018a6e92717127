import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { generateVerifier } from './generate.ts';

const root = resolve(import.meta.dirname, '../..');
const copy = mkdtempSync(join(tmpdir(), 'new-verifier-'));
const src = join(copy, 'src');
cpSync(join(root, 'packages/verifiers/src'), src, { recursive: true });
writeFileSync(join(copy, 'package.json'), '{ "type": "module" }');
afterAll(() => rmSync(copy, { recursive: true }));

/** Runs the conformance suite over a verifier of the copy, in a process of its own; prints what fails. */
const suite = (name: string) => `
  import { readFileSync } from 'node:fs';
  const { verifierByName } = await import(${JSON.stringify(join(src, 'registry.ts'))});
  const { conformance, parseCases } = await import(${JSON.stringify(join(src, 'conformance/index.ts'))});
  const api = await import(${JSON.stringify(join(src, 'index.ts'))});
  const cases = parseCases(readFileSync(${JSON.stringify(join(src, `kinds/${name}/cases.jsonl`))}, 'utf8'));
  const checks = conformance(verifierByName('${name}'), cases);
  let failed = 0;
  for (const { name, run } of checks) await run().catch(error => { failed++; console.log(name, error.message); });
  console.log(api.${name} === verifierByName('${name}') ? 'exported' : 'not exported', checks.length > 40, failed);
`;

test.each(['chessMove', 'aaa', 'zzz'])('a new verifier passes as it stands: %s', name => {
  const written = generateVerifier(src, name);
  expect(written.map(path => path.slice(src.length + 1))).toEqual([
    `kinds/${name}/index.ts`,
    `kinds/${name}/cases.jsonl`,
    `kinds/${name}/README.md`,
    'registry.ts',
    'index.ts',
  ]);
  const printed = execFileSync(process.execPath, ['--input-type=module', '--eval', suite(name)], {
    encoding: 'utf8',
  });
  expect(printed).toBe('exported true 0\n');
});

test('its lines stand in order', () => {
  const names = (file: string, pattern: RegExp) =>
    [...readFileSync(join(src, file), 'utf8').matchAll(pattern)].map(match => match[1]!.toLowerCase());
  const imports = names('registry.ts', /^import .*kinds\/(\w+)\//gm);
  expect(imports).toEqual([...imports].sort());
  const entries = names('registry.ts', /^ {2}(\w+?)(?:ByName\(verifierByName\))?,$/gm);
  expect(entries).toEqual([...entries].sort());
  expect(entries).toContain('chessmove');
});

test.each(['', 'Chess', 'chess-move', 'class', '../x'])('refuses the name %j', name => {
  expect(() => generateVerifier(src, name)).toThrow('for example: pnpm new:verifier chessMove');
});

test('refuses a name that is taken', () => {
  expect(() => generateVerifier(src, 'exact')).toThrow('there is a verifier exact already');
});

/** pnpm new:verifier NAME: the folder of a new kind in packages/verifiers, which passes conformance as it stands. */
import { relative, resolve } from 'node:path';
import { generateVerifier } from './generate.ts';

const root = resolve(import.meta.dirname, '../..');
try {
  const written = generateVerifier(resolve(root, 'packages/verifiers/src'), process.argv[2] ?? '');
  for (const path of written) console.log(relative(root, path));
  console.log('now: pnpm exec vitest run packages/verifiers');
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

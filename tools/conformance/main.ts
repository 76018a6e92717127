/**
 * pnpm conformance tensor [options]: every operation on every backend of this machine, see tensor.ts.
 * pnpm conformance verifiers [folder]: our verifiers on the test suites of others, see verifiers/main.ts.
 */
const suites: Readonly<Record<string, () => Promise<unknown>>> = {
  tensor: () => import('./tensor.ts'),
  verifiers: () => import('./verifiers/main.ts'),
};

const name = process.argv[2] ?? 'nothing';
if (Object.hasOwn(suites, name)) await suites[name]!();
else {
  const examples = Object.keys(suites).map(suite => `pnpm conformance ${suite}`);
  console.error(`conformance: there are ${examples.join(' and ')}; received ${name}`);
  process.exitCode = 1;
}

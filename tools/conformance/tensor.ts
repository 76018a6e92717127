/**
 * pnpm conformance tensor: every operation and its gradient, on every backend of this machine, against float64.
 *
 * Options: --seed N (printed; another each time), --runs N (random cases of each suite), --backend NAME and --only NAME
 * (those that contain it), --require NAME (fails when such a backend is absent). Exits with 1 when anything fails.
 */
import { parseArgs } from 'node:util';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import { suitesOf } from '../../packages/tensor/src/testing/runSuites.ts';
import { failed, HEADER, toLines } from './report.ts';
import { ROWS } from './rows.ts';
import { runRow } from './runRow.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: String(Date.now() | 0) },
    runs: { type: 'string' },
    backend: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    require: { type: 'string', multiple: true, default: [] },
  },
});
const [seed, runs] = [Number(values.seed), values.runs === undefined ? undefined : Number(values.runs)];
const rows = ROWS.filter(({ name }) => name.includes(values.backend));
const wrong =
  positionals.join() !== 'tensor'
    ? `there is a conformance suite of tensor: pnpm conformance tensor; got ${positionals.join(' ') || 'nothing'}`
    : !Number.isInteger(seed) || (runs !== undefined && !(Number.isInteger(runs) && runs >= 0))
      ? `--seed and --runs take whole numbers, for example --seed 7 --runs 3; got ${values.seed}, ${values.runs}`
      : rows.length === 0
        ? `no backend's name contains ${values.backend}; there are: ${ROWS.map(({ name }) => name).join('; ')}`
        : suitesOf(values.only).length === 0
          ? `no operation's name contains ${values.only}; for example --only matmul`
          : undefined;
if (wrong) {
  console.error(`conformance: ${wrong}`);
  process.exit(1);
}

await buildKernels();
console.log(`seed ${seed}\n${HEADER}`);
for (const row of rows) {
  const outcome = await runRow(row, { seed, runs: runs ?? row.runs, only: values.only }, (done, all) => {
    if (process.stderr.isTTY) process.stderr.write(`\r${row.name}: ${done} of ${all} suites`);
  });
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  console.log(toLines(outcome).join('\n'));
  const required = values.require.some(name => row.name.includes(name));
  if (failed(outcome) || (outcome.absent && required)) process.exitCode = 1;
}

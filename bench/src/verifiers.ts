// `pnpm bench verifiers`: verifications a second on one thread, ours and Math-Verify's in one run, and the size of ours alone.

import { writeFile } from 'node:fs/promises';
import type { Options } from './commandLine.ts';
import { machine } from './machine.ts';
import { progress } from './progress.ts';
import { table } from './table.ts';
import { bundleSize } from './verifiers/bundleSize.ts';
import { type JudgedCase, startMathVerify } from './verifiers/mathVerify.ts';
import { judge } from './verifiers/ours.ts';
import { longResponses, ownCases } from './verifiers/workloads.ts';

interface Workload {
  readonly name: string;
  readonly cases: readonly JudgedCase[];
  /** How many times as fast ours should be. */
  readonly wanted: number;
}

/** A pass of ours is so short that several are timed together. */
const LEAST_SECONDS = 0.5;
const MOST_BYTES = 25_000;

/** Prints rates and the size; resolves to whether the bars are met. */
export async function verifiers({ quick, json }: Options): Promise<boolean> {
  console.log(machine());
  const peer = startMathVerify();
  const workloads: readonly Workload[] = [
    { name: "Math-Verify's cases", cases: ownCases(), wanted: 200 },
    { name: 'long responses', cases: longResponses(quick ? 10 : 100), wanted: 50 },
  ];
  const figures = [];
  for (const { name, cases, wanted } of workloads) {
    const [ours, theirs]: [number[], number[]] = [[], []];
    // the first turn warms up
    for (let turn = 0; turn <= (quick ? 1 : 3); turn++) {
      progress(`${name}, turn ${turn}`);
      const rates = [rateOfOurs(cases), 'absent' in peer ? Number.NaN : await rateOf(peer, cases)] as const;
      if (turn > 0) {
        ours.push(rates[0]);
        theirs.push(rates[1]);
      }
    }
    const ratio = median(ours.map((rate, turn) => rate / theirs[turn]!));
    figures.push({ name, cases: cases.length, ours: median(ours), theirs: median(theirs), ratio, wanted });
  }
  if (!('absent' in peer)) peer.close();
  const rows = figures.map(({ name, cases, ours, theirs, ratio, wanted }) => [
    name,
    String(cases),
    ours.toFixed(0),
    'absent' in peer ? 'absent' : theirs.toFixed(1),
    'absent' in peer ? '-' : `${ratio.toFixed(0)}x`,
    `${wanted}x ${ratio >= wanted ? 'met' : 'not met'}`,
  ]);
  console.log(table(['verifications a second', 'cases', 'trapo', 'Math-Verify', 'trapo is', 'bar'], rows));
  if ('absent' in peer) console.log(peer.absent);
  const bytes = await bundleSize();
  console.log(`math alone, minified and gzipped: ${bytes} bytes of ${MOST_BYTES}`);
  if (json !== undefined) await writeFile(json, `${JSON.stringify({ figures, bytes }, undefined, 1)}\n`);
  return bytes <= MOST_BYTES && figures.every(({ ratio, wanted }) => ratio >= wanted);
}

/** Whole passes over the cases, a second. */
function rateOfOurs(cases: readonly JudgedCase[]): number {
  const start = performance.now();
  let passes = 0;
  do {
    for (const judged of cases) judge(judged);
    passes++;
  } while (performance.now() - start < 1000 * LEAST_SECONDS);
  return (1000 * passes * cases.length) / (performance.now() - start);
}

async function rateOf(
  peer: Extract<ReturnType<typeof startMathVerify>, { judge: unknown }>,
  cases: readonly JudgedCase[],
): Promise<number> {
  return cases.length / (await peer.judge(cases)).seconds;
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)]!;

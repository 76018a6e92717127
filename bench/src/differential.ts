// `pnpm bench differential`: pairs made of the benchmarks' golds, judged by ours and by Math-Verify; where they differ, by class.

import { writeFile } from 'node:fs/promises';
import { math } from '@trapo/verifiers';
import type { Options } from './commandLine.ts';
import { progress } from './progress.ts';
import { table } from './table.ts';
import { benchmarkGolds } from './verifiers/golds.ts';
import { startMathVerify } from './verifiers/mathVerify.ts';
import { makePairs, type Pair } from './verifiers/pairs.ts';
import { mulberry } from './verifiers/random.ts';

const COUNT = 5000;
const SEED = 1;
const BATCH = 50;

interface Compared extends Pair {
  readonly ours: boolean;
  readonly theirs: boolean;
}

/** Prints the classes and the pairs in them; resolves to whether no pair that differs is true to us. */
export async function differential({ quick, json }: Options): Promise<boolean> {
  const pairs = makePairs(benchmarkGolds(), quick ? COUNT / 10 : COUNT, mulberry(SEED));
  const peer = startMathVerify();
  if ('absent' in peer) {
    console.log(peer.absent);
    return false;
  }
  const compared: Compared[] = [];
  for (let at = 0; at < pairs.length; at += BATCH) {
    const batch = pairs.slice(at, at + BATCH);
    const { verdicts } = await peer.judge(
      batch.map(({ gold, answer }) => ({ gold: marked(gold), answer: `$\\boxed{${answer}}$` })),
    );
    compared.push(...batch.map((pair, i) => ({ ...pair, ours: judge(pair), theirs: verdicts[i]! })));
    progress(`${compared.length} of ${pairs.length} pairs`);
  }
  peer.close();
  print(compared);
  if (json !== undefined) await writeFile(json, `${JSON.stringify(compared, undefined, 1)}\n`);
  return !compared.some(pair => pair.ours && pair.kind !== 'rewritten' && !harmless(pair));
}

/** The gold as the authors' reward passes it. */
const marked = (gold: string): string => (gold.includes('$') ? gold : `$${gold}$`);

const judge = ({ gold, answer }: Pair): boolean =>
  math.verify({ gold, completion: `\\boxed{${answer}}` }, { textShortcut: false }).status === 'correct';

/** A pair that was meant to differ and doesn't: the same gold was drawn, or 5 for x = 5. */
const harmless = ({ gold, answer }: Pair): boolean => {
  const value = (text: string): string => text.replace(/[$\s{}]/g, '').replace(/^[a-z]=/, '');
  return Number(value(gold)) === Number(value(answer)) || value(gold) === value(answer);
};

function print(compared: readonly Compared[]): void {
  const groups = Map.groupBy(compared, ({ kind, change }) => `${kind}: ${change}`);
  const count = (pairs: readonly Compared[], ours: boolean, theirs: boolean): string =>
    String(pairs.filter(pair => pair.ours === ours && pair.theirs === theirs).length);
  const rows = [...groups]
    .sort()
    .map(([name, pairs]) => [
      name,
      String(pairs.length),
      count(pairs, true, true),
      count(pairs, false, false),
      count(pairs, true, false),
      count(pairs, false, true),
    ]);
  console.log(table(['class', 'pairs', 'both right', 'both wrong', 'ours right', 'theirs right'], rows));
  for (const { kind, change, gold, answer, ours, theirs } of compared) {
    if (ours === theirs && ours === (kind === 'rewritten')) continue;
    const verdict = (is: boolean): string => (is ? 'right' : 'wrong');
    console.log(
      `${kind}, ${change}: gold ${gold}  answer ${answer}: ours ${verdict(ours)}, theirs ${verdict(theirs)}`,
    );
  }
}

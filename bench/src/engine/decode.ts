// Decoding with a KV cache: a whole rollout, prompt included, divided by its new tokens.

import type { Effort } from '../measure.ts';
import type { Runs } from '../peers/protocol.ts';
import { table } from '../table.ts';
import { compare } from './compare.ts';
import type { Checked } from './equality.ts';
import { barText, type Figure, spreadText, times } from './figure.ts';
import type { ModelSettings } from './settings.ts';

const DECODES: readonly string[] = ['trapo', 'trapo 128-bit', 'PyTorch eager'];
const THREADS = 2;

/** Each number of rows of the settings. */
export async function decode(
  { name, decoding }: ModelSettings,
  sides: readonly Checked[],
  effort: Effort,
): Promise<Figure[]> {
  const able = sides.filter(({ contender }) => DECODES.includes(contender.name));
  const figures: Figure[] = [];
  for (const rows of decoding?.rows ?? []) {
    const task = {
      what: `decode ${name}, ${rows} rows`,
      unit: 'ms a token-step',
      threads: THREADS,
      request: (runs: Runs) => ({ cmd: 'decode' as const, rows, ...runs }),
      parts: decoding!.newTokens,
      bars: { 'PyTorch eager': 2 },
    };
    figures.push(...(await compare(able, task, effort)));
  }
  const header = ['decode', 'side', 'threads', 'ms a token-step', 'trapo is', 'bar'];
  const cells = figures.map(({ what, who, threads, ratio, bar, absent, ...rest }) => [
    what,
    who,
    `${threads}`,
    absent ?? spreadText(rest),
    ratio === undefined ? '' : times(ratio),
    barText(bar, times),
  ]);
  if (figures.length > 0) console.log(`\n${table(header, cells, 2)}`);
  return figures;
}

// Greedy accuracy on every benchmark, with every response kept.

import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { evaluate, writeJsonl } from '@trapo/trainer';
import { averaged } from '../config/derived.ts';
import { labelOf } from '../labels.ts';
import { readJson, writeJson } from './files.ts';
import type { Row } from './results.ts';
import type { Stage } from './stage.ts';

/** Where a stage's accuracies are once it is trained and evaluated. */
const resultOf = ({ folder }: Stage, name: string): string => join(folder, name, 'result.json');

/** The result of a stage that was trained and evaluated before, as by a run that is resumed. */
export async function doneBefore(stage: Stage, name: string): Promise<Row | undefined> {
  const file = resultOf(stage, name);
  return existsSync(file) ? readJson<Row>(file) : undefined;
}

/** Evaluates the policy as it is; writes `<run>/<name>/responses.jsonl`, then `result.json`. */
export async function evaluateAll(stage: Stage, name: string): Promise<Row> {
  const { config, policy, verifier, data, folder, screen } = stage;
  const accuracy: Record<string, number> = {};
  const rows: object[] = [];
  let skipped = 0;
  for (const [benchmark, problems] of data.benchmarks) {
    const result = await evaluate({
      policy,
      verifier,
      problems,
      responseLength: config.training.responseLength,
    });
    accuracy[benchmark] = result.accuracy;
    skipped += result.skipped;
    rows.push(
      ...result.responses.map(({ id, response, verdict: { status, score, reason } }, i) => {
        const { prompt, gold } = problems[i]!;
        return { benchmark, id, prompt, answer: gold, response, status, score, reason };
      }),
    );
  }
  await mkdir(join(folder, name), { recursive: true });
  await writeJsonl(join(folder, name, 'responses.jsonl'), rows);
  const names = averaged(config);
  const average = names.reduce((sum, benchmark) => sum + accuracy[benchmark]!, 0) / names.length;
  const percents = Object.entries(accuracy).map(
    ([benchmark, value]) => `${benchmark} ${(100 * value).toFixed(0)}%`,
  );
  const unjudged = skipped > 0 ? `; ${skipped} responses could not be judged and are left out` : '';
  screen.say(`${labelOf(name).padEnd(12)} greedy: ${percents.join('  ')}${unjudged}`);
  const row: Row = { name, accuracy, average, skipped };
  await writeJson(resultOf(stage, name), row);
  return row;
}

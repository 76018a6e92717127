// The answers of the API that @trapo/dashboard's api.ts describes.

import type {
  Comparison,
  ConfigRows,
  ListAt,
  PromptInfo,
  Rollout,
  RunInfo,
  Series,
  StageContents,
} from '@trapo/dashboard';
import { type Compared, compare } from '../compare/comparison.ts';
import { configRows } from '../compare/configRows.ts';
import { comparisonCsv, comparisonSvg } from '../compare/formats.ts';
import { HttpError } from '../http/httpError.ts';
import { extremes, means, rangeOf, smoothed } from './logs/decimate.ts';
import { readRollout } from './logs/rolloutIndex.ts';
import type { StageLogs } from './logs/stageLogs.ts';
import { openInside } from './runFiles.ts';
import { comparedOf, configOf, type Runs } from './runs.ts';

/** A value, sent as JSON; or a file to save. */
type Answer = (query: URLSearchParams) => Promise<unknown | Download>;

export class Download {
  readonly name: string;
  readonly type: string;
  readonly body: string;

  constructor(name: string, type: string, body: string) {
    this.name = name;
    this.type = type;
    this.body = body;
  }
}

const POINTS = { least: 10, usual: 1000, most: 20_000 } as const;

/** Answers by path. */
export function routes(runs: Runs): Readonly<Record<string, Answer>> {
  const logsOf = async (query: URLSearchParams): Promise<StageLogs> => {
    const logs = await runs.logs(text(query, 'run'), text(query, 'stage'));
    await logs.refresh();
    return logs;
  };
  const rolloutsOf = async (query: URLSearchParams) => {
    const [id, stage] = [text(query, 'run'), text(query, 'stage')];
    const { lines } = (await logsOf(query)).rollouts;
    const { root } = await runs.run(id);
    const file = await openInside(root, stage, 'rollouts.jsonl');
    if (!file) throw new HttpError(404, `run ${id} keeps no rollouts of ${stage}`);
    return { file, lines };
  };

  const comparisonOf = async (query: URLSearchParams): Promise<Comparison> => {
    const compared: Compared[] = [];
    const unfinished: string[] = [];
    for (const id of query.getAll('run')) {
      const found = await comparedOf(await runs.run(id));
      if (found) compared.push(found);
      else unfinished.push(id);
    }
    return { ...compare(compared, query.get('each') === '1'), unfinished };
  };

  return {
    '/api/runs': async (): Promise<readonly RunInfo[]> =>
      Promise.all((await runs.find()).map(run => runs.info(run))),

    '/api/stage': async (query): Promise<StageContents> => {
      const { metrics, rollouts, unreadable, names } = await logsOf(query);
      return {
        steps: metrics.rows,
        last: metrics.column('step')?.at(-1) ?? 0,
        metrics: names(),
        lists: metrics.lists(),
        rollouts: [...new Set(rollouts.lines.map(({ step }) => step))].sort((a, b) => a - b),
        unreadable,
      };
    },

    '/api/series': async (query): Promise<Series> => {
      const found = (await logsOf(query)).metric(text(query, 'metric'));
      if (!found) return { steps: [], values: [], whole: true };
      const { steps, values } = found;
      const from = number(query, 'from', Number.NEGATIVE_INFINITY);
      const to = number(query, 'to', Number.POSITIVE_INFINITY);
      const points = number(query, 'points', POINTS.usual, POINTS.least, POINTS.most);
      const weight = number(query, 'smooth', 0, 0, 0.999);
      const { begin, end } = rangeOf(steps, from, to);
      const whole = end - begin <= points;
      if (choice(query, 'reduce', ['extremes', 'mean']) === 'mean') {
        const { at, mean } = means(values, begin, end, points);
        return { steps: at.map(i => steps[i]!), values: mean.map(orNull), whole };
      }
      const kept = extremes(values, begin, end, points);
      const smooth = weight > 0 ? smoothed(values, weight) : undefined;
      return {
        steps: kept.map(i => steps[i]!),
        values: kept.map(i => orNull(values[i]!)),
        ...(smooth && { smooth: kept.map(i => orNull(smooth[i]!)) }),
        whole,
      };
    },

    '/api/list': async (query): Promise<ListAt | null> => {
      const { metrics } = await logsOf(query);
      const steps = metrics.column('step');
      if (!steps) return null;
      const { end } = rangeOf(steps, 0, number(query, 'step', Number.POSITIVE_INFINITY));
      const found = metrics.listAt(text(query, 'metric'), end - 1);
      return found ? { step: steps[found.row]!, values: found.values } : null;
    },

    '/api/rollouts': async (query): Promise<PromptInfo[]> => {
      const { file, lines } = await rolloutsOf(query);
      try {
        const step = number(query, 'step');
        const prompts: PromptInfo[] = [];
        for (const [line, at] of lines.entries()) {
          if (at.step !== step) continue;
          const { id, prompt, rows } = await readRollout(file, at);
          const rewards = rows.map(({ reward }) => reward).filter(reward => reward !== null);
          const mean = rewards.reduce((sum, reward) => sum + reward, 0) / rewards.length;
          prompts.push({ line, id, prompt, reward: rewards.length > 0 ? mean : null, rows: rows.length });
        }
        return prompts;
      } finally {
        await file.close();
      }
    },

    '/api/rollout': async (query): Promise<Rollout> => {
      const { file, lines } = await rolloutsOf(query);
      try {
        const line = lines[number(query, 'line')];
        if (!line) throw new HttpError(404, `rollouts.jsonl has ${lines.length} lines, counted from 0`);
        return await readRollout(file, line);
      } finally {
        await file.close();
      }
    },

    '/api/configs': async (query): Promise<ConfigRows> => {
      const configs = query
        .getAll('run')
        .map(async id => [id, await configOf((await runs.run(id)).root)] as const);
      return configRows(new Map(await Promise.all(configs)));
    },

    '/api/compare': comparisonOf,
    '/api/compare.csv': async query =>
      new Download('comparison.csv', 'text/csv; charset=utf-8', comparisonCsv(await comparisonOf(query))),
    '/api/compare.svg': async query =>
      new Download('comparison.svg', 'image/svg+xml', comparisonSvg(await comparisonOf(query))),
  };
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** A parameter of a request. Throws HttpError 400 when it is missing. */
function text(query: URLSearchParams, name: string): string {
  const value = query.get(name);
  if (value !== null) return value;
  throw new HttpError(400, `the parameter ${name} is missing, for example ?${name}=trapo`);
}

/** A number of a request, cut to its bounds. Throws HttpError 400 when it is none. */
function number(
  query: URLSearchParams,
  name: string,
  fallback?: number,
  least = Number.NEGATIVE_INFINITY,
  most = Number.POSITIVE_INFINITY,
): number {
  const given = query.get(name);
  if (given === null && fallback !== undefined) return fallback;
  const value = Number(given || Number.NaN);
  if (Number.isFinite(value)) return Math.min(most, Math.max(least, value));
  throw new HttpError(
    400,
    `the parameter ${name} is a number, for example ?${name}=10; received ${JSON.stringify(given)}`,
  );
}

function choice(query: URLSearchParams, name: string, choices: readonly string[]): string {
  const value = query.get(name) ?? choices[0]!;
  if (choices.includes(value)) return value;
  throw new HttpError(
    400,
    `the parameter ${name} is one of ${choices.join(', ')}; received ${JSON.stringify(value)}`,
  );
}

import type { Table } from '../report/table.ts';
import type { StoredResponse } from './storedResponses.ts';

/** A response with its new verdict. */
export interface Rejudged {
  readonly stored: StoredResponse;
  readonly status: string;
  readonly score: number | null;
  readonly reason: string;
}

export interface Summary {
  readonly responses: number;
  /** Over the responses that have a score; null without any. */
  readonly mean: number | null;
  readonly statuses: Readonly<Record<string, number>>;
  /** Responses that had another status or score before. */
  readonly changed: number;
  /** Responses that had a verdict before. */
  readonly judgedBefore: number;
  /** By status: how many, their share, and how many of them were something else before. */
  readonly table: Table;
}

/** What came of judging responses again. */
export function summaryOf(judged: readonly Rejudged[]): Summary {
  const byStatus = [...Map.groupBy(judged, ({ status }) => status)].sort(
    ([, a], [, b]) => b.length - a.length,
  );
  const scores = judged.map(({ score }) => score).filter(score => score !== null);
  const mean = scores.length > 0 ? scores.reduce((sum, score) => sum + score, 0) / scores.length : null;
  const judgedBefore = judged.filter(({ stored }) => stored.status !== undefined).length;
  const changed = judged.filter(hasChanged).length;
  const share = (count: number) => `${((100 * count) / judged.length).toFixed(1)}%`;
  return {
    responses: judged.length,
    mean,
    statuses: Object.fromEntries(byStatus.map(([status, of]) => [status, of.length])),
    changed,
    judgedBefore,
    table: {
      head: ['status', 'responses', 'share', 'changed'],
      rows: [
        ...byStatus.map(([status, of]) => [
          status,
          String(of.length),
          share(of.length),
          String(of.filter(hasChanged).length),
        ]),
        ['all', String(judged.length), mean === null ? '-' : `mean ${mean.toFixed(3)}`, String(changed)],
      ],
    },
  };
}

/** Scores were stored as they are, or rounded by JSON: that is no change. */
const hasChanged = ({ stored, status, score }: Rejudged): boolean =>
  (stored.status !== undefined && stored.status !== status) ||
  (stored.score !== undefined &&
    (stored.score === null || score === null
      ? stored.score !== score
      : Math.abs(stored.score - score) > 1e-9));

import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { type FullBatch, testRows, toBatch } from '../testing/batches.ts';
import { separableObjectives } from '../testing/objectives.ts';
import {
  authors,
  composite,
  constantLength,
  kl,
  type Loss,
  policyGradient,
  seqMeanTokenMean,
  seqMeanTokenSum,
  seqMeanTokenSumNorm,
  sft,
  tokenMean,
  tokenSum,
  trsft,
  verlSeqMeanTokenMean,
  verlSeqMeanTokenSum,
  windowOf,
} from './index.ts';

const normalisers = [
  tokenMean,
  tokenSum,
  seqMeanTokenMean,
  seqMeanTokenSum,
  verlSeqMeanTokenMean,
  verlSeqMeanTokenSum,
  seqMeanTokenSumNorm(30),
  constantLength(30),
  authors(30),
];
const losses: Loss[] = separableObjectives.flatMap((objective, i) => [
  composite({
    completion: objective,
    prefix: separableObjectives.at(-1 - i)!,
    normaliser: normalisers[i % normalisers.length]!,
    entropyCoefficient: 0.001,
  }),
  composite({
    terms: [
      { on: 'completion', objective, name: 'first' },
      { on: 'response', objective: kl('k3'), weight: 0.1 },
      { on: 'sft', objective: trsft(0.1), normaliser: normalisers[i % normalisers.length]! },
      { on: 'prefix', objective: sft, weight: 0.01, normaliser: tokenMean, name: 'second' },
    ],
    normaliser: tokenMean,
  }),
]);
const anyLoss = fc.constantFrom(...losses);

describe('accumulation', () => {
  test.prop([testRows, anyLoss, fc.array(fc.nat({ max: 3 }), { minLength: 8, maxLength: 8 })])(
    'over any split of the rows adds up to the whole: loss, gradients and metrics',
    (rows, loss, microBatchOf) => {
      const whole = loss(toBatch(rows));
      const window = windowOf(toBatch(rows));
      const split = [0, 1, 2, 3].map(micro => rows.filter((_, row) => microBatchOf[row] === micro));
      const parts = split.map(some => loss(toBatch(some), window));

      const add = (values: number[]) => values.reduce((sum, value) => sum + value, 0);
      expect(add(parts.map(part => part.loss))).toBeCloseTo(whole.loss, 10);
      for (const [name, value] of Object.entries(whole.metrics)) {
        expect(add(parts.map(part => part.metrics[name] ?? 0)), name).toBeCloseTo(value, 10);
      }
      const order = [0, 1, 2, 3].flatMap(micro =>
        rows.flatMap((row, i) =>
          microBatchOf[i] === micro ? row.tokens.map((_, t) => [i, t] as const) : [],
        ),
      );
      const offsets = toBatch(rows).rowOffsets;
      for (const key of ['gradLogProb', 'gradEntropy'] as const) {
        const joined = parts.flatMap(part => Array.from(part[key]));
        expect(joined).toEqual(order.map(([row, t]) => whole[key][offsets[row]! + t]));
      }
    },
  );

  test.prop([testRows, testRows])('a window of two batches is the window of their union', (some, others) => {
    expect(windowOf(toBatch(some), toBatch(others))).toEqual(windowOf(toBatch([...some, ...others])));
  });
});

test.prop([testRows, anyLoss])('the order of the rows changes nothing', (rows, loss) => {
  const forward = loss(toBatch(rows));
  const backward = loss(toBatch([...rows].reverse()));
  expect(backward.loss).toBeCloseTo(forward.loss, 10);
  const offsets = toBatch(rows).rowOffsets;
  const perRow = rows.map((_, row) => forward.gradLogProb.slice(offsets[row], offsets[row + 1]));
  expect(Array.from(backward.gradLogProb)).toEqual(perRow.reverse().flatMap(row => Array.from(row)));
});

test.prop([testRows, anyLoss])('masked tokens are never read and get exactly zero', (rows, loss) => {
  const clean = toBatch(rows);
  const poisoned = toBatch(rows);
  const masked = (t: number) => poisoned.responseMask[t] === 0;
  for (const name of [
    'logProb',
    'oldLogProb',
    'refLogProb',
    'rolloutLogProb',
    'entropy',
    'tokenWeights',
  ] as const) {
    poisoned[name].forEach((_, t) => {
      if (masked(t)) poisoned[name][t] = Number.NaN;
    });
  }
  const result = loss(poisoned);
  expect(result).toEqual(loss(clean));
  result.gradLogProb.forEach((gradient, t) => {
    expect(gradient).not.toBeNaN();
    if (masked(t)) expect([gradient, result.gradEntropy[t]]).toEqual([0, 0]);
  });
});

test.prop([testRows])('prefix tokens outside the sft mask get no loss', rows => {
  const batch = toBatch(rows);
  const loss = composite({ completion: policyGradient, prefix: trsft(0.1), normaliser: tokenMean });
  const { gradLogProb } = loss(batch);
  gradLogProb.forEach((gradient, t) => {
    if (batch.prefixMask[t] && !batch.sftMask[t]) expect(gradient).toBe(0);
  });
});

test.prop([testRows, fc.nat()])('gradients are the central differences of the loss', (rows, pick) => {
  const batch = toBatch(rows);
  fc.pre(batch.logProb.length > 0);
  const t = pick % batch.logProb.length;
  const loss = composite({
    completion: policyGradient,
    prefix: trsft(0.1),
    normaliser: constantLength(5),
    entropyCoefficient: 0.1,
  });
  const { gradLogProb, gradEntropy } = loss(batch);
  for (const [name, gradient] of [
    ['logProb', gradLogProb],
    ['entropy', gradEntropy],
  ] as const) {
    const difference = (shifted(batch, name, t, 1e-5, loss) - shifted(batch, name, t, -1e-5, loss)) / 2e-5;
    expect(Math.abs(gradient[t]! - difference)).toBeLessThan(1e-4 * Math.max(1, Math.abs(difference)));
  }
});

function shifted(batch: FullBatch, name: 'logProb' | 'entropy', t: number, by: number, loss: Loss): number {
  const values = batch[name].slice();
  values[t]! += by;
  return loss({ ...batch, [name]: values }).loss;
}

test('the parts and the metrics of a small batch, by hand', () => {
  const loss = composite({
    completion: policyGradient,
    prefix: trsft(0.1),
    normaliser: constantLength(4),
    entropyCoefficient: 0.5,
  });
  const { metrics, ...result } = loss({
    rowOffsets: [0, 3, 4],
    logProb: Float64Array.from([0.5, 0.05, 0.25, 0.8], Math.log),
    entropy: Float64Array.of(1, 1, 2, 4),
    advantages: Float64Array.of(0.6, -0.2),
    prefixMask: Uint8Array.of(1, 1, 0, 0),
    sftMask: Uint8Array.of(1, 1, 0, 0),
  });
  expect(Array.from(result.gradLogProb)).toEqual(
    [-1 / 8, -0.5 / 8, -0.6 / 8, 0.2 / 8].map(g => expect.closeTo(g, 12)),
  );
  expect(Array.from(result.gradEntropy)).toEqual([-0.125, -0.125, -0.125, -0.125]);
  const prefixLoss = (Math.log(2) + (-0.5 + 1 - Math.log(0.1))) / 8;
  expect(result.loss).toBeCloseTo(-0.4 / 8 + prefixLoss - 0.5 * 2, 12);
  expect(metrics).toEqual({
    policyLoss: expect.closeTo(-0.4 / 8, 12),
    prefixLoss: expect.closeTo(prefixLoss, 12),
    approxKl: 0,
    outsideTrustRegion: 0.5,
    expertProbability: expect.closeTo(0.275, 12),
    entropy: 2,
    rows: 2,
    tokens: 4,
    completionTokens: 2,
    prefixTokens: 2,
    sftTokens: 2,
  });
});

test.prop([testRows, anyLoss])('masked tokens in between, or none, change nothing', (rows, loss) => {
  const whole = loss(toBatch(rows));
  const bare = rows.map(row => ({ ...row, tokens: row.tokens.filter(({ role }) => role > 0) }));
  const without = loss(toBatch(bare));
  expect(without.loss).toBeCloseTo(whole.loss, 10);
  const { responseMask } = toBatch(rows);
  const counting = Array.from(whole.gradLogProb).filter((_, t) => responseMask[t]);
  expect(Array.from(without.gradLogProb)).toEqual(counting);
});

describe('terms', () => {
  const batch = toBatch([
    {
      advantage: 1,
      tokens: [-1, -2, -3, -4].map((logProb, t) => ({
        logProb,
        oldLogProb: logProb,
        entropy: 0,
        role: t < 2 ? 3 : 1,
      })),
    },
    { advantage: 1, tokens: [{ logProb: -5, oldLogProb: -5, entropy: 0, role: 1 }] },
  ]);

  test('a normaliser of its own counts the tokens and rows of its part', () => {
    const loss = composite({
      terms: [
        { on: 'sft', objective: sft, normaliser: tokenMean, name: 'byTokens' },
        { on: 'sft', objective: sft, normaliser: seqMeanTokenSum, name: 'byRows' },
        { on: 'sft', objective: sft, weight: 10, name: 'shared' },
      ],
      normaliser: tokenMean,
    });
    const { metrics, ...result } = loss(batch);
    expect(metrics).toMatchObject({ byTokens: 3 / 2, byRows: 3, shared: (10 * 3) / 5 });
    expect(result.loss).toBe(3 / 2 + 3 + 6);
    expect(Array.from(result.gradLogProb)).toEqual([-1 / 2 - 1 - 2, -1 / 2 - 1 - 2, 0, 0, 0]);
  });

  test('a measure of two terms is told apart', () => {
    const loss = composite({
      terms: [
        { on: 'sft', objective: trsft(0.1), name: 'a' },
        { on: 'prefix', objective: trsft(0.3), name: 'b' },
      ],
      normaliser: tokenMean,
    });
    expect(loss(batch).metrics).toMatchObject({
      'a.outsideTrustRegion': 0,
      'b.outsideTrustRegion': 0.5,
    });
  });

  test('two of one name, or a weight that is no number, are refused', () => {
    const term = { on: 'sft', objective: sft } as const;
    expect(() => composite({ terms: [term, term], normaliser: tokenMean })).toThrow(
      /Two terms are called prefixLoss.*name: 'kl'.*received sft/,
    );
    expect(() => composite({ terms: [{ ...term, weight: Number.NaN }], normaliser: tokenMean })).toThrow(
      /A term's weight is a finite number.*received NaN for prefixLoss/,
    );
  });
});

describe('a batch that does not fit is refused with the cure', () => {
  const loss = composite({
    completion: policyGradient,
    prefix: trsft(0.1),
    normaliser: tokenMean,
    entropyCoefficient: 0.1,
  });
  const good = toBatch([{ advantage: 1, tokens: [{ logProb: -1, oldLogProb: -1, entropy: 1, role: 1 }] }]);
  const bad: [string, Partial<FullBatch>, RegExp][] = [
    ['offsets', { rowOffsets: [0, 3, 1] }, /rowOffsets must start at 0 .* received \[0, 3, 1\]/],
    ['lengths', { logProb: new Float64Array(3) }, /logProb needs one entry per token: 1.* received 3/],
    ['advantages', { advantages: new Float64Array(3) }, /advantages needs one entry per row: 1; received 3/],
    ['sft mask', { sftMask: Uint8Array.of(1) }, /sftMask marks token 0, which prefixMask does not/],
    ['NaN', { logProb: Float64Array.of(Number.NaN) }, /logProb\[0\] is NaN/],
  ];
  test.each(bad)('%s', (_, change, message) => {
    expect(() => loss({ ...good, ...change })).toThrow(message);
  });

  test('absent arrays', () => {
    const { advantages, entropy, ...rest } = good;
    expect(() => loss({ ...rest, entropy })).toThrow(
      /policyGradient reads advantages of completion tokens, and the batch has none/,
    );
    expect(() => loss({ ...rest, advantages })).toThrow(/entropy bonus \(coefficient 0.1\) needs/);
  });
});

import * as fc from 'fast-check';
import { type Shape, sizeOf } from '../../graph/tensor.ts';
import { constant, few, filled, floats, integers, within } from '../../testing/arbitraries.ts';
import { type Suite, suite } from '../../testing/suite.ts';
import { sampleTokens } from './sampleTokens.ts';

interface Sizes {
  readonly leading: Shape;
  readonly vocabulary: number;
  readonly temperature: number;
}

const sizes: fc.Arbitrary<Sizes> = fc.record({
  leading: fc.array(few(4), { maxLength: 2 }),
  vocabulary: fc.oneof(filled, fc.constant(300)),
  temperature: fc.constantFrom(0, 0.6, 1, 1.7),
});

const rowsOf = (logits: ArrayLike<number>, vocabulary: number) =>
  Array.from({ length: logits.length / vocabulary }, (_, row) =>
    Array.from(logits).slice(row * vocabulary, (row + 1) * vocabulary),
  );

function softmax(z: readonly number[], temperature = 1): number[] {
  const exps = z.map(value => Math.exp(value / temperature));
  const total = exps.reduce((sum, e) => sum + e, 0);
  return exps.map(e => e / total);
}

/** Probabilities of the tokens that may be drawn, 0 of the others: sorted and summed. */
function allowed(z: readonly number[], temperature: number, k: number, p: number, minP: number): number[] {
  let kept = softmax(z, temperature);
  const keep = (least: number) => {
    kept = kept.map(value => (value >= least ? value : 0));
  };
  if (k > 0 && k < kept.length) keep(kept.toSorted((a, b) => b - a)[k - 1]!);
  if (p < 1) {
    const total = sumTo(kept, kept.length);
    let sum = 0;
    const sorted = kept.toSorted((a, b) => b - a);
    keep(sorted[sorted.findIndex(value => (sum += value) >= p * total)]!);
  }
  if (minP > 0) keep(minP * Math.max(...kept));
  return kept;
}

/** What equally likely tokens come to together, the likeliest first. */
function levelsOf(p: readonly number[]): number[] {
  const possible = p.filter(value => value > 0);
  const distinct = [...new Set(possible)].sort((a, b) => b - a);
  return distinct.map(value => value * possible.filter(other => other === value).length);
}

const sumTo = (p: readonly number[], end: number) => p.slice(0, end).reduce((sum, pj) => sum + pj, 0);

export const suites: readonly Suite[] = [
  suite({
    operation: 'sampleTokens',
    differentiable: false,
    sizes,
    edges: [
      { leading: [], vocabulary: 5, temperature: 1 },
      { leading: [1], vocabulary: 1, temperature: 1 },
      { leading: [0], vocabulary: 3, temperature: 1 },
      { leading: [2, 0], vocabulary: 3, temperature: 0 },
    ],
    // the uniform numbers lie well within a token's share, so that rounding does not decide
    operands: ({ leading, vocabulary, temperature }) =>
      fc
        .record({
          logits: floats([...leading, vocabulary], 3),
          wanted: integers(leading, vocabulary),
          share: within(leading, [0.1, 0.9]),
          temperature: constant(leading, Array(sizeOf(leading)).fill(temperature)),
        })
        .map(({ wanted, share, ...operands }) => {
          const uniform = rowsOf(operands.logits.values, vocabulary).map((z, row) => {
            const p = softmax(z, temperature || 1);
            const token = wanted.values[row]!;
            return sumTo(p, token) + share.values[row]! * p[token]!;
          });
          return { ...operands, uniform: { shape: leading, values: uniform } };
        }),
    record: ({ logits, uniform, temperature }) => {
      const { tokens, logProb } = sampleTokens(logits, uniform, temperature);
      return [tokens, logProb];
    },
    reference: ({ logits, uniform }, { vocabulary, temperature }) => {
      const rows = rowsOf(logits, vocabulary);
      const tokens = rows.map((z, row) => {
        if (temperature === 0) return z.indexOf(Math.max(...z));
        const p = softmax(z, temperature);
        return p.findIndex((_, j) => uniform[row]! < sumTo(p, j + 1));
      });
      return [
        Float64Array.from(tokens),
        Float64Array.from(rows, (z, row) => Math.log(softmax(z)[tokens[row]!]!)),
      ];
    },
  }),
  suite({
    operation: 'sampleTokens',
    variant: 'filtered',
    differentiable: false,
    sizes: fc.record({
      rows: few(4),
      vocabulary: fc.oneof(filled, fc.constant(300)),
      temperature: fc.constantFrom(0, 0.6, 1, 1.7),
    }),
    edges: [
      { rows: 0, vocabulary: 3, temperature: 1 },
      { rows: 1, vocabulary: 1, temperature: 1 },
    ],
    // logits are whole quarters apart, p lies halfway between two sums and minP between two weights: rounding decides nothing
    operands: ({ rows, vocabulary, temperature }) =>
      fc
        .record({
          logits: integers([rows, vocabulary], 24),
          topK: integers([rows], vocabulary + 2),
          nucleus: integers([rows], vocabulary + 1),
          floor: integers([rows], 12),
          wanted: integers([rows], vocabulary),
          share: within([rows], [0.1, 0.9]),
        })
        .map(({ logits, topK, nucleus, floor, wanted, share }) => {
          const z = logits.values.map(value => value / 4);
          const heat = temperature || 1;
          const filters = rowsOf(z, vocabulary).map((row, r) => {
            const kept = allowed(row, heat, topK.values[r]!, 1, 0);
            const levels = levelsOf(kept);
            const level = nucleus.values[r]!;
            const before = sumTo(levels, Math.min(level, levels.length - 1));
            const topP =
              level >= levels.length ? 1 : (before + levels[level]! / 2) / sumTo(levels, levels.length);
            return {
              topP,
              minP: floor.values[r] === 0 ? 0 : Math.exp((0.125 - floor.values[r]! / 2) / heat),
            };
          });
          const uniform = rowsOf(z, vocabulary).map((row, r) => {
            const { topP, minP } = filters[r]!;
            const kept = allowed(row, heat, topK.values[r]!, topP, minP);
            const possible = kept.map((p, j) => (p > 0 ? j : -1)).filter(j => j >= 0);
            const target = possible[wanted.values[r]! % possible.length]!;
            return (sumTo(kept, target) + share.values[r]! * kept[target]!) / sumTo(kept, vocabulary);
          });
          return {
            logits: { shape: logits.shape, values: z },
            uniform: { shape: [rows], values: uniform, constant: true as const },
            temperature: { shape: [rows], values: Array(rows).fill(temperature), constant: true as const },
            topK,
            topP: { shape: [rows], values: filters.map(({ topP }) => topP), constant: true as const },
            minP: { shape: [rows], values: filters.map(({ minP }) => minP), constant: true as const },
          };
        }),
    record: ({ logits, uniform, temperature, topK, topP, minP }) => {
      const { tokens, logProb } = sampleTokens(logits, uniform, temperature, { topK, topP, minP });
      return [tokens, logProb];
    },
    reference: ({ logits, uniform, topK, topP, minP }, { vocabulary, temperature }) => {
      const rows = rowsOf(logits, vocabulary);
      const tokens = rows.map((z, row) => {
        if (temperature === 0) return z.indexOf(Math.max(...z));
        const kept = allowed(z, temperature, topK[row]!, topP[row]!, minP[row]!);
        const total = sumTo(kept, vocabulary);
        return kept.findIndex((_, j) => uniform[row]! * total < sumTo(kept, j + 1));
      });
      return [
        Float64Array.from(tokens),
        Float64Array.from(rows, (z, row) => Math.log(softmax(z)[tokens[row]!]!)),
      ];
    },
  }),
];

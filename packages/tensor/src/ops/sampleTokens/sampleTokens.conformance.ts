import * as fc from 'fast-check';
import type { Shape } from '../../graph/tensor.ts';
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
          temperature: constant([1], [temperature]),
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
];

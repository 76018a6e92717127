/** Arbitrary batches for property tests: rows of tokens in every role, some masked, some rows empty. */
import { fc } from '@fast-check/vitest';
import type { TokenBatch } from '../src/index.ts';

interface TestToken {
  logProb: number;
  oldLogProb: number;
  refLogProb?: number;
  rolloutLogProb?: number;
  weight?: number;
  entropy: number;
  /** 0 masked, 1 completion, 2 expert, 3 expert with the supervised term */
  role: number;
}

export interface TestRow {
  advantage: number;
  tokens: TestToken[];
}

const finite = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true });

export const logProbs: fc.Arbitrary<number> = finite(-12, -1e-3);

export const testRows: fc.Arbitrary<TestRow[]> = fc.array(
  fc.record({
    advantage: finite(-2, 2),
    tokens: fc.array(
      fc.record({
        logProb: logProbs,
        oldLogProb: finite(-4, -1e-3),
        refLogProb: finite(-4, -1e-3),
        rolloutLogProb: finite(-4, -1e-3),
        weight: finite(0, 2),
        entropy: finite(0, 5),
        role: fc.nat({ max: 3 }),
      }),
      { maxLength: 6 },
    ),
  }),
  { minLength: 1, maxLength: 8 },
);

export type FullBatch = Required<Omit<TokenBatch, 'tokenAdvantages'>>;

/** The flat layout of test rows. */
export function toBatch(rows: TestRow[]): FullBatch {
  const tokens = rows.flatMap(row => row.tokens);
  const rowOffsets = [0];
  for (const row of rows) rowOffsets.push(rowOffsets.at(-1)! + row.tokens.length);
  const mask = (has: (role: number) => boolean) => Uint8Array.from(tokens, token => Number(has(token.role)));
  return {
    rowOffsets,
    logProb: Float64Array.from(tokens, token => token.logProb),
    oldLogProb: Float64Array.from(tokens, token => token.oldLogProb),
    refLogProb: Float64Array.from(tokens, token => token.refLogProb ?? token.oldLogProb),
    rolloutLogProb: Float64Array.from(tokens, token => token.rolloutLogProb ?? token.oldLogProb),
    tokenWeights: Float64Array.from(tokens, token => token.weight ?? 1),
    entropy: Float64Array.from(tokens, token => token.entropy),
    advantages: Float64Array.from(rows, row => row.advantage),
    responseMask: mask(role => role > 0),
    prefixMask: mask(role => role > 1),
    sftMask: mask(role => role === 3),
  };
}

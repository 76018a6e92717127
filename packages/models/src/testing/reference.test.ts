import { describe, expect, test } from 'vitest';
import type { DecoderConfig } from '../decoder/config.ts';
import { normal } from '../random.ts';
import { factorsOf, rowsOf, TINY, weightsOf } from './cases.ts';
import { referenceGradient, referenceLogits, referenceStats, type Weights } from './reference.ts';

const rows = rowsOf([5, 7], 1);
const factors = factorsOf(rows, 1);

describe.each([true, false])('the float64 reference with tied embeddings: %s', tied => {
  const config: DecoderConfig = { ...TINY, hidden_size: 16, tie_word_embeddings: tied };
  const weights = weightsOf(config, 5);
  const gradient = referenceGradient(config, weights, rows, factors);

  test.each([...weights.keys()])('has the derivative of its loss by %s', name => {
    // along a random direction, by central differences
    const draw = normal(9, 0);
    const direction = Float64Array.from(weights.get(name)!, (_, i) => draw(i));
    const step = 1e-5;
    const moved = (by: number): Weights =>
      new Map<string, ArrayLike<number>>(weights).set(
        name,
        Float64Array.from(weights.get(name)!, (w, i) => w + by * direction[i]!),
      );
    const difference = (loss(config, moved(step)) - loss(config, moved(-step))) / (2 * step);
    const derivative = gradient.get(name)!.reduce((sum, g, i) => sum + g * direction[i]!, 0);
    const norm = Math.hypot(...gradient.get(name)!);
    expect(norm).toBeGreaterThan(0);
    expect(Math.abs(difference - derivative)).toBeLessThan(1e-6 * norm);
  });
});

test('a position sees itself and those before, not those after', () => {
  const weights = weightsOf(TINY, 5);
  const [a, b] = [
    [3, 1, 4, 1, 5],
    [3, 1, 4, 2, 6],
  ].map(tokens => referenceLogits(TINY, weights, tokens));
  expect(a!.slice(0, 3)).toEqual(b!.slice(0, 3));
  expect(a![3]).not.toEqual(b![3]);
});

function loss(config: DecoderConfig, weights: Weights): number {
  return referenceStats(config, weights, rows)
    .flatMap(({ logProb, entropy }, i) => [
      ...logProb.map((value, t) => value * factors[i]!.logProb[t]!),
      ...entropy.map((value, t) => value * factors[i]!.entropy[t]!),
    ])
    .reduce((sum, term) => sum + term, 0);
}

import { expect, test } from 'vitest';
import { composite, tokenMean, tokenStats, tokenStatsGradient, trsft } from '../src/index.ts';
import { labels, logits, trsftOfLogits } from './jax.ts';
import { trsftOfProbabilities } from './tfjs.ts';

test('jax-js pulls the gradient of TrSFT back to the logits', async () => {
  const { loss, gradient } = await trsftOfLogits(0.1);
  const tokens = { logits: logits.flat(), vocabulary: 3, labels };
  const every = Uint8Array.of(1, 1);
  const ours = composite({ prefix: trsft(0.1), normaliser: tokenMean })({
    rowOffsets: [0, 2],
    ...tokenStats(tokens),
    prefixMask: every,
    sftMask: every,
  });
  expect(loss).toBeCloseTo(ours.loss, 5);
  const expected = Array.from(tokenStatsGradient(tokens, ours), value => expect.closeTo(value, 6));
  expect(gradient.flat()).toEqual(expected);
});

test('TensorFlow.js differentiates through the loss', async () => {
  const { loss, gradient } = await trsftOfProbabilities([0.9, 0.02], 0.1);
  // inside the trust region -1, outside it -p / alpha; the mean of two
  expect(gradient).toEqual([expect.closeTo(-0.5, 6), expect.closeTo(-0.1, 6)]);
  expect(loss).toBeCloseTo((-Math.log(0.9) - 0.2 + 1 - Math.log(0.1)) / 2, 6);
});

// TrSFT from jax-js: log-probabilities go out, their gradient comes back as the cotangent of vjp. Run it with `node jax.ts`.
//
// jax-js owns what a function is given: every use of an array but its last goes through `ref`.

import { defaultDevice, init, nn, numpy as np, vjp } from '@jax-js/jax';
import { composite, tokenMean, trsft } from '@trapo/losses';

/** Two expert tokens, [tokens, vocabulary]: the model finds the first likely and the second not. */
export const logits: number[][] = [
  [2, 0, 0],
  [0, 0, 5],
];
export const labels: number[] = [0, 1];

/** The loss of the logits and its gradient there, [tokens, vocabulary]. */
export async function trsftOfLogits(alpha: number): Promise<{ loss: number; gradient: number[][] }> {
  await init('wasm');
  defaultDevice('wasm');
  const taken = nn.oneHot(np.array(labels, { dtype: np.int32 }), logits[0]!.length);
  const logProbOf = (z: np.Array): np.Array => np.sum(nn.logSoftmax(z, -1).mul(taken.ref), -1);

  const [logProb, pull] = vjp(logProbOf, [np.array(logits)]);
  const every = new Uint8Array(labels.length).fill(1);
  const { loss, gradLogProb } = composite({ prefix: trsft(alpha), normaliser: tokenMean })({
    rowOffsets: [0, labels.length],
    logProb: Float64Array.from(logProb.js() as number[]),
    prefixMask: every,
    sftMask: every,
  });
  const [gradient] = pull(np.array(Array.from(gradLogProb)));
  return { loss, gradient: gradient!.js() as number[][] };
}

if (import.meta.main) console.log(await trsftOfLogits(0.1));

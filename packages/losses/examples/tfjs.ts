// A loss as an operation of TensorFlow.js with a gradient of its own: tf.customGrad. Run it with `node tfjs.ts`.

import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { composite, type Loss, type TokenBatch, tokenMean, trsft } from '@trapo/losses';

/** A function of log-probabilities that tf.grad and optimisers can go through. */
function asOperation(loss: Loss, batch: Omit<TokenBatch, 'logProb'>): (logProb: tf.Tensor) => tf.Scalar {
  return tf.customGrad(logProb => {
    const result = loss({ ...batch, logProb: Float64Array.from((logProb as tf.Tensor).dataSync()) });
    return {
      value: tf.scalar(result.loss),
      gradFunc: (upstream: tf.Tensor) => tf.mul(upstream, tf.tensor1d(Float32Array.from(result.gradLogProb))),
    };
  }) as (logProb: tf.Tensor) => tf.Scalar;
}

/** TrSFT of expert tokens with these probabilities: the loss, and its gradient by their logarithms. */
export async function trsftOfProbabilities(
  probabilities: readonly number[],
  alpha: number,
): Promise<{ loss: number; gradient: number[] }> {
  await tf.ready();
  const every = new Uint8Array(probabilities.length).fill(1);
  const operation = asOperation(composite({ prefix: trsft(alpha), normaliser: tokenMean }), {
    rowOffsets: [0, probabilities.length],
    prefixMask: every,
    sftMask: every,
  });
  const { value, grad } = tf.valueAndGrad(operation)(tf.log(tf.tensor1d([...probabilities])));
  return { loss: (value as tf.Scalar).dataSync()[0]!, gradient: Array.from(grad.dataSync()) };
}

if (import.meta.main) console.log(await trsftOfProbabilities([0.9, 0.02], 0.1));

/**
 * log softmax of one token's logits, shifted by their maximum so that nothing overflows.
 *
 *     log p_v = z_v / T - logsumexp(z / T)
 *
 * A logit of -Infinity is a token that can't be said: log p is -Infinity, p is exactly 0.
 */
import type { Numbers } from '../tokens.ts';

/**
 * Log-probabilities, in nats, of the `vocabulary` logits of token `token` of a flat [tokens, vocabulary] array.
 * @throws when a logit is NaN or +Infinity, or all are -Infinity: no distribution follows from them.
 */
export function logSoftmax(
  logits: Numbers,
  token: number,
  vocabulary: number,
  temperature = 1,
): Float64Array {
  const start = token * vocabulary;
  const result = new Float64Array(vocabulary);
  let max = Number.NEGATIVE_INFINITY;
  for (let v = 0; v < vocabulary; v++) max = Math.max(max, (result[v] = logits[start + v]! / temperature));
  if (!Number.isFinite(max)) {
    throw new Error(
      `The logits of token ${token} give no distribution: their maximum is ${max}. They are finite numbers, or ` +
        '-Infinity for what cannot be said, at least one of them finite, e.g. [1.5, -0.3, -Infinity].',
    );
  }
  let sum = 0;
  for (let v = 0; v < vocabulary; v++) sum += Math.exp(result[v]! - max);
  const shift = max + Math.log(sum);
  for (let v = 0; v < vocabulary; v++) result[v]! -= shift;
  return result;
}

/** p log p and its kind: 0 where the weight is 0, whatever the log is. */
export function weighted(weight: number, log: number): number {
  return weight === 0 ? 0 : weight * log;
}

/**
 * From whole distributions to the two numbers per token that every loss reads, and their gradients back to logits.
 *
 *     log p(y) = z_y - logsumexp(z)               d log p(y) / dz_j = 1[j = y] - p_j
 *     H        = logsumexp(z) - sum_j p_j z_j      dH / dz_j        = -p_j (log p_j + H)
 *
 * A model with autograd computes these itself. This is for those without: a hand-written softmax layer, a table of
 * logits, a test. verl's `logprobs_from_logits` and `entropy_from_logits` are the same two functions.
 */
import type { Numbers } from '../tokens.ts';
import { checkCount, checkLogits } from './checkLogits.ts';
import { logSoftmax, weighted } from './logSoftmax.ts';

/** The logits a model gave, and the tokens that were taken. */
export interface LabelledLogits {
  /** Flat [tokens, vocabulary], row after row. -Infinity marks what can't be said. */
  logits: Numbers;
  /** Number of logits per token. */
  vocabulary: number;
  /** The id of the token that was taken, one per token, in 0 .. vocabulary - 1. */
  labels: Numbers;
  /** 0 where the token doesn't count: neither its logits nor its label (e.g. -100) are read. Absent: all count. */
  mask?: Uint8Array;
}

export interface TokenStats {
  /** log p of the label, in nats, one per token; 0 where masked. */
  logProb: Float64Array;
  /** Entropy of the distribution, in nats, one per token; 0 where masked. */
  entropy: Float64Array;
}

/**
 * Log-probability of the label and entropy of each token.
 * @throws when lengths don't fit, a label is outside the vocabulary, or logits give no distribution.
 */
export function tokenStats(tokens: LabelledLogits): TokenStats {
  const logProb = new Float64Array(tokens.labels.length);
  const entropy = new Float64Array(tokens.labels.length);
  eachToken(tokens, (token, label, log) => {
    logProb[token] = log[label]!;
    entropy[token] = entropyOf(log);
  });
  return { logProb, entropy };
}

/** d loss / d logProb and d loss / d entropy, one per token, as a loss returns them. An absent one is zero. */
export interface TokenGradients {
  gradLogProb?: Numbers;
  gradEntropy?: Numbers;
}

/**
 * d loss / d logits, flat [tokens, vocabulary], from a loss's gradients with respect to log-probability and entropy.
 * @throws as `tokenStats` does, and when a gradient has another length than the labels.
 */
export function tokenStatsGradient(
  tokens: LabelledLogits,
  { gradLogProb, gradEntropy }: TokenGradients,
): Float64Array {
  const { labels, vocabulary } = tokens;
  checkCount('gradLogProb', gradLogProb, labels.length);
  checkCount('gradEntropy', gradEntropy, labels.length);
  const gradient = new Float64Array(labels.length * vocabulary);
  eachToken(tokens, (token, label, log) => {
    const byLogProb = gradLogProb?.[token] ?? 0;
    const byEntropy = gradEntropy?.[token] ?? 0;
    const entropy = entropyOf(log);
    const start = token * vocabulary;
    for (let v = 0; v < vocabulary; v++) {
      const p = Math.exp(log[v]!);
      gradient[start + v] = -byLogProb * p - byEntropy * weighted(p, log[v]! + entropy);
    }
    gradient[start + label]! += byLogProb;
  });
  return gradient;
}

/** H of a distribution given by its log-probabilities, in nats. */
function entropyOf(log: Float64Array): number {
  let entropy = 0;
  for (let v = 0; v < log.length; v++) entropy -= weighted(Math.exp(log[v]!), log[v]!);
  return entropy;
}

function eachToken(
  { logits, vocabulary, labels, mask }: LabelledLogits,
  visit: (token: number, label: number, log: Float64Array) => void,
): void {
  checkLogits('logits', logits, labels.length, vocabulary);
  checkCount('mask', mask, labels.length);
  for (let token = 0; token < labels.length; token++) {
    if (mask && !mask[token]) continue;
    const label = labels[token]!;
    if (!(Number.isInteger(label) && label >= 0 && label < vocabulary)) {
      throw new Error(
        `The label of token ${token} is a token id in 0 .. ${vocabulary - 1}; received ${label}. ` +
          'Mask tokens that do not count, e.g. mask: Uint8Array.of(1, 0).',
      );
    }
    visit(token, label, logSoftmax(logits, token, vocabulary));
  }
}

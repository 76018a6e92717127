/**
 * What a batch must hold before a loss reads it, said with the cure: a missing or misaligned array would otherwise
 * surface as NaN, many steps later.
 */
import type { Input, Objective } from './objective.ts';
import { checkLength, type Part, type Parts, type TokenBatch } from './tokens.ts';

const cures: Readonly<Record<Exclude<Input, 'oldLogProb'>, string>> = {
  advantages: 'give one advantage per row, e.g. advantages: drGrpo(rewards, groups)',
  refLogProb: 'give refLogProb, log pi_ref(y_t) of each token under the reference policy or the teacher',
  rolloutLogProb: "give rolloutLogProb, each token's log-probability as the sampler reported it",
  entropy: 'give entropy, one value in nats per token',
  tokenWeights: 'give tokenWeights, one factor per token',
};

/** @throws when arrays don't fit the rows, one that a term reads is absent, or a value that will be read is NaN. */
export function checkBatch(
  batch: TokenBatch,
  parts: Parts,
  terms: readonly { readonly on: Part; readonly objective: Objective }[],
  entropyCoefficient: number,
): void {
  checkShapes(batch, parts);
  if (entropyCoefficient && !batch.entropy) {
    throw new Error(
      `The entropy bonus (coefficient ${entropyCoefficient}) needs the batch's entropy, one value in nats per token.`,
    );
  }
  checkNumbers('logProb', batch.logProb, parts.response);
  checkNumbers('entropy', batch.entropy, parts.response);
  for (const { on, objective } of terms) {
    for (const input of objective.reads) {
      const values = input === 'advantages' ? (batch.advantages ?? batch.tokenAdvantages) : batch[input];
      if (!values && input !== 'oldLogProb') {
        throw new Error(
          `${objective.name} reads ${input} of ${on} tokens, and the batch has none: ${cures[input]}.`,
        );
      }
      if (input !== 'advantages') checkNumbers(input, values, parts[on]);
    }
  }
}

function checkShapes(batch: TokenBatch, { response, rows }: Parts): void {
  for (const name of [
    'logProb',
    'oldLogProb',
    'refLogProb',
    'rolloutLogProb',
    'entropy',
    'tokenAdvantages',
    'tokenWeights',
  ] as const) {
    checkLength(name, batch[name], response.length);
  }
  if (batch.advantages && batch.tokenAdvantages) {
    throw new Error(
      'Both advantages (one per row) and tokenAdvantages (one per token) are given: give one of them.',
    );
  }
  if (batch.advantages && batch.advantages.length !== rows) {
    throw new Error(
      `advantages needs one entry per row: ${rows}; received ${batch.advantages.length}. ` +
        'Give one per token as tokenAdvantages.',
    );
  }
}

function checkNumbers(name: string, values: Float64Array | undefined, mask: Uint8Array): void {
  if (!values) return;
  for (let t = 0; t < mask.length; t++) {
    if (Number.isNaN(values[t]!) && mask[t]) {
      throw new Error(
        `${name}[${t}] is NaN: the model diverged, or its logits overflowed, before the loss saw it.`,
      );
    }
  }
}

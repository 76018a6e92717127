/**
 * What a batch must hold before a loss reads it, said with the cure: a missing or misaligned array would otherwise
 * surface as NaN, many steps later.
 */
import type { Objective } from './objective.ts';
import { checkLength, type Parts, type TokenBatch } from './tokens.ts';

/** @throws when arrays don't fit the rows, one that a piece needs is absent, or a value that will be read is NaN. */
export function checkBatch(
  batch: TokenBatch,
  parts: Parts,
  objectives: (Objective | undefined)[],
  entropyCoefficient: number,
): void {
  const count = parts.response.length;
  for (const name of ['logProb', 'oldLogProb', 'entropy', 'tokenAdvantages'] as const) {
    checkLength(name, batch[name], count);
  }
  if (batch.advantages && batch.tokenAdvantages) {
    throw new Error(
      'Both advantages (one per row) and tokenAdvantages (one per token) are given: give one of them.',
    );
  }
  if (batch.advantages && batch.advantages.length !== parts.rows) {
    throw new Error(
      `advantages needs one entry per row: ${parts.rows}; received ${batch.advantages.length}. ` +
        'Give one per token as tokenAdvantages.',
    );
  }
  const needing = objectives.find(objective => objective?.usesAdvantages);
  if (needing && !batch.advantages && !batch.tokenAdvantages) {
    throw new Error(
      `${needing.name} weighs tokens by their advantage, and the batch has none: ` +
        'give one per row, e.g. advantages: drGrpo(rewards, groups).',
    );
  }
  if (entropyCoefficient && !batch.entropy) {
    throw new Error(
      `The entropy bonus (coefficient ${entropyCoefficient}) needs the batch's entropy, one value in nats per token.`,
    );
  }
  const { response, completion } = parts;
  for (const [name, mask] of [
    ['logProb', response],
    ['oldLogProb', completion],
    ['entropy', response],
  ] as const) {
    const bad = batch[name]?.findIndex((value, t) => mask[t] === 1 && Number.isNaN(value)) ?? -1;
    if (bad >= 0) {
      throw new Error(
        `${name}[${bad}] is NaN: the model diverged, or its logits overflowed, before the loss saw it.`,
      );
    }
  }
}

/**
 * How far a student's next-token distribution p is from a teacher's q, and the gradient to the student's logits z.
 *
 * Each is a sum over the vocabulary; `terms` are its summands. Gradients are closed forms: of any L(p),
 * dL/dz_j = p_j (dL/dp_j - sum_v p_v dL/dp_v).
 */
export interface Divergence {
  readonly name: string;
  /**
   * Writes the summands and d (their sum) / d (student logit), each [vocabulary], from log q and log p in nats.
   * @throws when the divergence is infinite: one of the two cannot say what the other does.
   */
  evaluate(teacher: Float64Array, student: Float64Array, terms: Float64Array, gradient: Float64Array): void;
}

/** Refuses a token id that makes a divergence infinite. */
export function refuseInfinite(name: string, id: number, sure: string, silent: string): never {
  throw new Error(
    `${name} is infinite: the ${sure} gives token id ${id} a probability and the ${silent} cannot say it (its logit ` +
      'is -Infinity). Mask the same ids in both, or use generalisedJsd(0.5), which is always finite.',
  );
}

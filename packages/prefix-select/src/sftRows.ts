/**
 * Which rows of a guided micro-group carry the supervised loss on their prefix.
 *
 * The rows of a micro-group share one prefix, so training on all of them counts it as often as there are rows. The
 * authors' code trains on the last only (`off_seq_loss_mask` [0, 1] for the pair at level 1, [1] for single rows).
 */
export type SftRowRule = 'last' | 'first' | 'all' | 'none';
export const sftRowRules: readonly SftRowRule[] = ['last', 'first', 'all', 'none'];

/** One flag per row of a guided micro-group of `rollouts` rows. */
export function sftRows(rule: SftRowRule, rollouts: number): boolean[] {
  return Array.from({ length: rollouts }, (_, row) => {
    if (rule === 'last') return row === rollouts - 1;
    if (rule === 'first') return row === 0;
    return rule === 'all';
  });
}

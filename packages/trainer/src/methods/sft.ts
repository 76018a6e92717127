// Supervised fine-tuning on whole expert answers: cross-entropy, the mean over all response tokens.

import { preset } from '@trapo/losses';
import type { Method, MethodOptions } from '../method.ts';
import { expertRows } from '../rollouts/expertRows.ts';

/** @param expertsPerProblem expert answers that a problem has, for equal budgets */
export function sft(
  { responseLength, entropyCoefficient }: MethodOptions,
  expertsPerProblem: number,
): Method {
  const loss = preset('sft', { responseLength, entropyCoefficient });
  return {
    name: 'sft',
    collect: expertRows,
    loss: () => loss,
    rowsPerProblem: expertsPerProblem,
  };
}

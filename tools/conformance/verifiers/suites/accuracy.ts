import { boxedExact } from '../../../../packages/verifiers/src/index.ts';

/** Whether a completion's answer is the gold: what the length rewards of TRL and open-r1 start from. Null is a skip. */
export function accuracy(completion: string, gold: string): boolean | null {
  const { score } = boxedExact.verify({ gold, completion });
  return score === null ? null : score === 1;
}

import { math } from '../../../../packages/verifiers/src/index.ts';

/** Whether a completion's answer is the gold, by Math-Verify's rules: TRL and open-r1 use it. Null is a skip. */
export function accuracy(completion: string, gold: string): boolean | null {
  const { score } = math.verify({ gold, completion }, { profile: 'math-verify', afterThink: false });
  return score === null ? null : score === 1;
}

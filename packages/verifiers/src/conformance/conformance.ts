/** What every verifier owes its users, whatever its rule. */
import type { AsyncVerifier, Verifier } from '../verifier.ts';
import { attackChecks } from './attacks.ts';
import type { Case } from './cases.ts';
import { goldChecks } from './golds.ts';
import { limitChecks } from './limits.ts';
import { purityChecks } from './purity.ts';
import { type Check, subjectOf } from './subject.ts';
import { verdictChecks } from './verdicts.ts';

/**
 * The checks of a verifier, to hand to any test runner: its cases; golds against themselves and against each other; sprayed
 * answers and answers in thoughts; hostile texts and budgets; purity. What a gold is to the verifier (`golds`) decides which apply.
 *
 * @throws RangeError where no case is judged correct: there would be nothing to attack
 */
export function conformance<Options extends object>(
  verifier: Verifier<Options> | AsyncVerifier<Options>,
  cases: readonly Case[],
): Check[] {
  const subject = subjectOf(verifier as Verifier | AsyncVerifier, cases);
  if (subject.correct.length === 0)
    throw new RangeError(
      `${verifier.name}: a case or more must have the status "correct"; received ${cases.length} cases and none such`,
    );
  return [verdictChecks, goldChecks, attackChecks, limitChecks, purityChecks].flatMap(of => of(subject));
}

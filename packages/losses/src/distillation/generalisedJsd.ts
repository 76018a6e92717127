/**
 * Generalised Jensen-Shannon divergence: between forward KL (beta = 0) and reverse KL (beta = 1), and bounded inside.
 *
 *     M = beta q + (1 - beta) p        JSD = beta KL(q || M) + (1 - beta) KL(p || M)
 *     d/dz_j = (1 - beta) p_j (log(p_j / M_j) - KL(p || M))
 *
 * Symmetric at beta = 0.5, never more than log 2. At the very ends the formula would be 0, and the two KLs are its
 * limits after division by beta or 1 - beta: as in TRL they stand in for it. GKD, arXiv 2306.13649, eq. 1.
 */
import { weighted } from '../logits/logSoftmax.ts';
import type { Divergence } from './divergence.ts';
import { forwardKl } from './forwardKl.ts';
import { reverseKl } from './reverseKl.ts';

/**
 * @param beta the teacher's share of the mixture, in [0, 1].
 * @throws when beta is outside [0, 1].
 */
export function generalisedJsd(beta: number): Divergence {
  if (!(beta >= 0 && beta <= 1)) {
    throw new Error(
      `generalisedJsd's beta is the teacher's share of the mixture, in [0, 1], e.g. 0.5; received ${beta}.`,
    );
  }
  if (beta === 0) return forwardKl;
  if (beta === 1) return reverseKl;
  return {
    name: `generalisedJsd(${beta})`,
    evaluate(teacher, student, terms, gradient) {
      let ofStudent = 0;
      for (let v = 0; v < student.length; v++) {
        const [q, p] = [Math.exp(teacher[v]!), Math.exp(student[v]!)];
        const mixture = logAdd(Math.log(beta) + teacher[v]!, Math.log1p(-beta) + student[v]!);
        const pull = weighted(p, student[v]! - mixture);
        terms[v] = beta * weighted(q, teacher[v]! - mixture) + (1 - beta) * pull;
        gradient[v] = pull;
        ofStudent += pull;
      }
      for (let v = 0; v < student.length; v++) {
        gradient[v] = (1 - beta) * (gradient[v]! - Math.exp(student[v]!) * ofStudent);
      }
    },
  };
}

/** log(e^a + e^b); -Infinity of two such. */
function logAdd(a: number, b: number): number {
  const [high, low] = a > b ? [a, b] : [b, a];
  return high === Number.NEGATIVE_INFINITY ? high : high + Math.log1p(Math.exp(low - high));
}

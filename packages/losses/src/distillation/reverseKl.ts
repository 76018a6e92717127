/**
 * Reverse KL: the student keeps to what the teacher finds likely, even if it leaves out much of it.
 *
 *     KL(p || q) = sum_v p_v log(p_v / q_v)        d/dz_j = p_j (log(p_j / q_j) - KL)
 *
 * MiniLLM, arXiv 2306.08543; TRL's generalised JSD at beta = 1.
 */
import { type Divergence, refuseInfinite } from './divergence.ts';

export const reverseKl: Divergence = {
  name: 'reverseKl',
  evaluate(teacher, student, terms, gradient) {
    let divergence = 0;
    for (let v = 0; v < student.length; v++) {
      const p = Math.exp(student[v]!);
      if (p > 0 && teacher[v] === Number.NEGATIVE_INFINITY)
        refuseInfinite('reverseKl', v, 'student', 'teacher');
      terms[v] = p > 0 ? p * (student[v]! - teacher[v]!) : 0;
      divergence += terms[v]!;
    }
    for (let v = 0; v < student.length; v++) gradient[v] = terms[v]! - Math.exp(student[v]!) * divergence;
  },
};

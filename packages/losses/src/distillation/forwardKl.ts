/**
 * Forward KL: the student covers all that the teacher does; cross-entropy with soft labels.
 *
 *     KL(q || p) = sum_v q_v log(q_v / p_v)        d/dz_j = p_j - q_j
 *
 * Hinton et al., arXiv 1503.02531; TRL's generalised JSD at beta = 0.
 */
import { type Divergence, refuseInfinite } from './divergence.ts';

export const forwardKl: Divergence = {
  name: 'forwardKl',
  evaluate(teacher, student, terms, gradient) {
    for (let v = 0; v < student.length; v++) {
      const [q, p] = [Math.exp(teacher[v]!), Math.exp(student[v]!)];
      if (q > 0 && student[v] === Number.NEGATIVE_INFINITY)
        refuseInfinite('forwardKl', v, 'teacher', 'student');
      terms[v] = q > 0 ? q * (teacher[v]! - student[v]!) : 0;
      gradient[v] = p - q;
    }
  },
};

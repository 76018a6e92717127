/** An objective times a factor that a token's inputs give and no gradient goes through. */
import type { Input, Objective, ObjectiveTokens } from '../../objective.ts';

export function scaled(
  name: string,
  objective: Objective,
  reads: readonly Input[],
  factor: (tokens: ObjectiveTokens, t: number) => number,
): Objective {
  const { reported } = objective;
  return {
    ...objective,
    name,
    reads: [...new Set([...objective.reads, ...reads])],
    ...(reported && { reported: scaled(name, reported, reads, factor) }),
    evaluate(tokens, out) {
      objective.evaluate(tokens, out);
      for (let t = 0; t < tokens.mask.length; t++) {
        if (!tokens.mask[t]) continue;
        const by = factor(tokens, t);
        // a factor of zero takes the token out, even where its loss is infinite
        out.loss[t] = by === 0 ? 0 : out.loss[t]! * by;
        out.gradient[t] = by === 0 ? 0 : out.gradient[t]! * by;
        out.gradEntropy[t] = by === 0 ? 0 : out.gradEntropy[t]! * by;
      }
    },
  };
}

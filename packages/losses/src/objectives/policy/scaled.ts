/** An objective times a factor that a token's inputs give and no gradient goes through. */
import type { Input, Objective } from '../../objective.ts';
import { newToken, readToken, type Token, type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';

type Factor = (token: Token) => number;

/** A token-wise objective stays one, so that it can be taken to the level of sequences afterwards. */
export function scaled<T extends Objective>(
  name: string,
  objective: T,
  inputs: readonly Input[],
  factor: Factor,
): T extends TokenwiseObjective ? TokenwiseObjective : Objective;
export function scaled(
  name: string,
  objective: Objective,
  inputs: readonly Input[],
  factor: Factor,
): Objective {
  const reads = [...new Set([...objective.reads, ...inputs])];
  const { measures } = objective;
  const reported = objective.reported && {
    reported: scaled(objective.reported.name, objective.reported, inputs, factor),
  };
  if ('formula' in objective) {
    const { formula } = objective as TokenwiseObjective;
    return tokenwise(
      name,
      token => {
        formula(token);
        scale(token, factor(token));
      },
      { reads, measures, ...reported },
    );
  }
  const token = newToken();
  return {
    ...objective,
    name,
    reads,
    ...reported,
    evaluate(tokens, out) {
      objective.evaluate(tokens, out);
      for (let t = 0; t < tokens.mask.length; t++) {
        if (!tokens.mask[t]) continue;
        readToken(token, tokens, t, true);
        token.loss = out.loss[t]!;
        token.gradient = out.gradient[t]!;
        token.gradEntropy = out.gradEntropy[t]!;
        scale(token, factor(token));
        out.loss[t] = token.loss;
        out.gradient[t] = token.gradient;
        out.gradEntropy[t] = token.gradEntropy;
      }
    },
  };
}

/** A factor of zero takes the token out, even where its loss is infinite. */
function scale(token: Token, by: number): void {
  token.loss = by === 0 ? 0 : token.loss * by;
  token.gradient = by === 0 ? 0 : token.gradient * by;
  token.gradEntropy = by === 0 ? 0 : token.gradEntropy * by;
}

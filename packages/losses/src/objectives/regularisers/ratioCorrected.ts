/**
 * A KL estimate times the importance ratio, so that its mean over tokens of the old policy is that over the new one's.
 *
 *     l = r k        dl/dlog p = r (k + k')
 *
 * With one ratio s for the row, l_t = s k_t and dl/dlog p_t = s (k'_t + mean of k over the row). DeepSeek-V3.2; TRL
 * `use_bias_correction_kl`.
 */
import type { Objective } from '../../objective.ts';
import { rowLogRatio } from '../../rowRatio.ts';
import { rowwise } from '../../rowwise.ts';
import { newToken, readToken, type TokenwiseObjective, tokenwise, writeToken } from '../../tokenwise.ts';

/** @param level whether each token has its own ratio, or the row the geometric mean of its tokens'. */
export function ratioCorrected(
  objective: TokenwiseObjective,
  level: 'token' | 'sequence' = 'token',
): Objective {
  const name = `ratioCorrected(${objective.name}, ${level})`;
  const { formula } = objective;
  const reads = [...objective.reads, 'oldLogProb' as const];
  if (level === 'token') {
    return tokenwise(
      name,
      token => {
        formula(token);
        const ratio = Math.exp(token.logRatio);
        // a ratio of zero takes the token out, even where its estimate is infinite
        token.gradient = ratio === 0 ? 0 : ratio * (token.loss + token.gradient);
        token.loss = ratio === 0 ? 0 : ratio * token.loss;
      },
      { reads },
    );
  }
  const token = newToken();
  return rowwise(
    name,
    (tokens, out, start, end, count) => {
      const { mask } = tokens;
      const ratio = Math.exp(rowLogRatio(tokens, start, end, count));
      let mean = 0;
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        readToken(token, tokens, t, true);
        formula(token);
        token.loss = ratio === 0 ? 0 : ratio * token.loss;
        token.gradient = ratio === 0 ? 0 : ratio * token.gradient;
        mean += token.loss / count;
        writeToken(token, out, t, true);
      }
      for (let t = start; t < end; t++) if (mask[t]) out.gradient[t]! += mean;
    },
    { reads },
  );
}

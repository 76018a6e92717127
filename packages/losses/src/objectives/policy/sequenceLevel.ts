/**
 * One importance ratio for the whole row, in the place of one per token.
 *
 *     log s = (1/|y|) sum_t (log pi_theta - log pi_old),  and r_t = s in a token-wise objective
 *
 * There are two ways to differentiate it. The `sequence` form goes through s, so each of the |y| tokens moves the losses
 * of all: dl/dlog p_t = (1/|y|) sum_u dl_u/dlog s. The `token` form holds s fixed but for the token's own part, s_t =
 * sg(s) p_t / sg(p_t), and gives dl_t/dlog s. They agree where a row's tokens share their advantage.
 * GSPO (arXiv 2507.18071); TRL `importance_sampling_level: sequence`; verl's `gspo` is the token form.
 */
import type { Objective } from '../../objective.ts';
import { rowLogRatio } from '../../rowRatio.ts';
import { rowwise } from '../../rowwise.ts';
import { newToken, readsMore, readToken, type TokenwiseObjective, writeToken } from '../../tokenwise.ts';

export interface SequenceLevelOptions {
  /** Default `sequence`. */
  readonly form?: 'sequence' | 'token';
  /** log s is held below this, where it no longer pulls; verl's is 10. Default: none. */
  readonly logRatioMax?: number;
}

/** @param objective one whose gradient goes through the ratio, e.g. ppoClip(3e-4, 4e-4) or sapo(). */
export function sequenceLevel(objective: TokenwiseObjective, options: SequenceLevelOptions = {}): Objective {
  const { form = 'sequence', logRatioMax = Infinity } = options;
  const { name, formula, reads, measures } = objective;
  const token = newToken();
  const more = readsMore(reads);
  return rowwise(
    `sequenceLevel(${name})`,
    (tokens, out, start, end, count) => {
      const { mask } = tokens;
      const logRatio = rowLogRatio(tokens, start, end, count);
      const held = Math.min(logRatio, logRatioMax);
      let pull = 0;
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        readToken(token, tokens, t, more);
        token.logRatio = held;
        formula(token);
        if (held < logRatio) token.gradient = 0;
        pull += token.gradient / count;
        writeToken(token, out, t, more);
      }
      if (form === 'token') return;
      for (let t = start; t < end; t++) if (mask[t]) out.gradient[t] = pull;
    },
    { reads: reads.includes('oldLogProb') ? reads : [...reads, 'oldLogProb'], measures },
  );
}

/**
 * CISPO: the clip is on the weight of REINFORCE, so no token's gradient is lost.
 *
 *     l = -sg(clip(r)) A log p        dl/dlog p = -A clip(r)
 *
 * MiniMax-M1 (arXiv 2506.13585). Sources differ in the clip: TRL keeps r below an absolute bound only (`cispo`), verl
 * keeps it in [1 - low, 1 + high] (`cispoTwoSided`).
 */
import type { Objective } from '../../objective.ts';
import { rowLogRatio } from '../../rowRatio.ts';
import { rowwise } from '../../rowwise.ts';
import {
  newToken,
  readToken,
  type Token,
  type TokenwiseObjective,
  tokenwise,
  writeToken,
} from '../../tokenwise.ts';
import { checkClip } from './checkClip.ts';

const details = { reads: ['advantages', 'oldLogProb'], measures: ['clipFraction'] } as const;

/**
 * @param max bound of the ratio itself; TRL's `epsilon_high`, 5 in its documentation.
 * @throws when it is not positive.
 */
export function cispo(max = 5): TokenwiseObjective {
  checkMax(max);
  return tokenwise(`cispo(${max})`, weightWithin(0, max), details);
}

/**
 * The same with one weight for the whole row, min(s, max), s the geometric mean of its ratios: TRL's `cispo` with
 * `importance_sampling_level: sequence`.
 * @throws when max is not positive.
 */
export function cispoSequence(max = 5): Objective {
  checkMax(max);
  const formula = weightWithin(0, max);
  const token = newToken();
  return rowwise(
    `cispoSequence(${max})`,
    (tokens, out, start, end, count) => {
      const { mask } = tokens;
      const logRatio = rowLogRatio(tokens, start, end, count);
      for (let t = start; t < end; t++) {
        if (!mask[t]) continue;
        readToken(token, tokens, t, false);
        token.logRatio = logRatio;
        formula(token);
        writeToken(token, out, t, false);
      }
    },
    details,
  );
}

/**
 * @param logRatioBound log r is held within this bound, as in verl. Default 20.
 * @throws when [1 - low, 1 + high] is no interval around 1.
 */
export function cispoTwoSided(low = 0.2, high: number = low, logRatioBound = 20): TokenwiseObjective {
  checkClip('cispoTwoSided', low, high);
  return tokenwise(`cispoTwoSided(${low}, ${high})`, weightWithin(1 - low, 1 + high, logRatioBound), details);
}

function weightWithin(min: number, max: number, bound = Infinity): (token: Token) => void {
  return token => {
    const { advantage, logRatio } = token;
    const ratio = Math.exp(Math.min(Math.max(logRatio, -bound), bound));
    const weight = Math.min(Math.max(ratio, min), max);
    token.gradient = -advantage * weight;
    token.loss = token.gradient === 0 ? 0 : token.gradient * token.logProb;
    token.flags = weight === ratio ? 0 : 1;
  };
}

function checkMax(max: number): void {
  if (!(max > 0))
    throw new Error(`cispo keeps the ratio below a positive bound, e.g. cispo(5); received ${max}.`);
}

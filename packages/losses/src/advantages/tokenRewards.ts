/** Rewards token by token, in the flat layout: what estimators with a sense of time read. */
import { checkLength, type Numbers, splitParts, type TokenMasks } from '../tokens.ts';
import { checkPerRow, checkRewards } from './groups.ts';

/** Rows and which of their tokens count. Of rows whose tool outputs are masked, the span inside doesn't. */
export type ResponseTokens = Pick<TokenMasks, 'rowOffsets' | 'responseMask'>;

export interface TokenRewards extends ResponseTokens {
  /** The reward given at each token; those of masked tokens are not read. */
  rewards: Numbers;
}

/** What estimators over tokens give: one value per token, exactly 0 where masked. */
export interface TokenAdvantages {
  /** Give these to a loss as `tokenAdvantages`. */
  advantages: Float64Array;
  /** What is to come from each token on: the target of a critic. */
  returns: Float64Array;
}

/**
 * One reward per row, placed on the row's last response token, where a verifier's verdict falls.
 * @throws when there isn't one finite reward per row, or a row with a reward has no token to carry it.
 */
export function lastTokenRewards(rewards: Numbers, tokens: ResponseTokens): Float64Array {
  const { response, rows } = splitParts(tokens);
  checkPerRow('rewards', rewards, rows);
  checkRewards(rewards);
  const perToken = new Float64Array(response.length);
  for (let row = 0; row < rows; row++) {
    const start = tokens.rowOffsets[row]!;
    const last = response.subarray(start, tokens.rowOffsets[row + 1]).lastIndexOf(1);
    if (last >= 0) perToken[start + last] = rewards[row]!;
    else if (rewards[row] !== 0) {
      throw new Error(
        `Row ${row} has reward ${rewards[row]} and no response token to carry it: leave the row out, or give it 0.`,
      );
    }
  }
  return perToken;
}

/**
 * Checks token rewards and walks each row from its last token to its first.
 * @throws when an array doesn't fit the rows, or a reward that counts is not finite.
 */
export function walkBack(
  tokens: TokenRewards,
  visitRow: () => (token: number, counts: boolean) => void,
): Uint8Array {
  const { response, rows } = splitParts(tokens);
  checkLength('rewards', tokens.rewards, response.length);
  const bad = response.findIndex((counts, t) => counts === 1 && !Number.isFinite(tokens.rewards[t]));
  if (bad >= 0) {
    throw new Error(
      `The reward of token ${bad} must be finite, e.g. 0 or 1; received ${tokens.rewards[bad]}.`,
    );
  }
  for (let row = 0; row < rows; row++) {
    const visit = visitRow();
    for (let t = tokens.rowOffsets[row + 1]! - 1; t >= tokens.rowOffsets[row]!; t--) {
      visit(t, response[t] === 1);
    }
  }
  return response;
}

/** @throws when gamma (or lambda) is not in [0, 1]. */
export function checkDiscount(name: string, value: number): void {
  if (!(value >= 0 && value <= 1)) throw new Error(`${name} is in [0, 1], e.g. 0.99; received ${value}.`);
}

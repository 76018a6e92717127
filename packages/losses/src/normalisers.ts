/**
 * Normalisers: the weight a row's tokens carry in the sum that is the loss.
 *
 *     loss = sum_i w_i sum_t m_it l_it
 *
 * w_i follows from the row's own count of response tokens |y_i| and the counts of the whole window (B rows,
 * N tokens), never from the micro-batch, so accumulation over any split equals the whole.
 */
import type { Numbers } from './tokens.ts';
import type { Window } from './window.ts';

export interface Normaliser {
  readonly name: string;
  /** Weight of each token of a row with `rowTokens` (at least 1) response tokens. */
  weight(rowTokens: number, window: Window): number;
}

/** sum(l m) / N: each token counts alike, so long rows count more. DAPO; verl `token-mean`. */
export const tokenMean: Normaliser = { name: 'tokenMean', weight: (_, window) => 1 / window.tokens };

/** mean_i( sum_t l m / |y_i| ): each row counts alike. The GRPO paper. */
export const seqMeanTokenMean: Normaliser = {
  name: 'seqMeanTokenMean',
  weight: (rowTokens, window) => 1 / (window.rows * rowTokens),
};

/** mean_i( sum_t l m ): the log-probability of whole rows. verl `seq-mean-token-sum`; TRAPO eq. 2 and 3. */
export const seqMeanTokenSum: Normaliser = {
  name: 'seqMeanTokenSum',
  weight: (_, window) => 1 / window.rows,
};

/**
 * sum(l m) / (B L): seqMeanTokenSum over a constant, without the length bias. Dr.GRPO (arXiv 2503.20783).
 * @param length L, usually the maximal response length in tokens.
 * @throws when the length is not a positive number.
 */
export function constantLength(length: number): Normaliser {
  checkPositive('constantLength', length);
  return { name: `constantLength(${length})`, weight: (_, window) => 1 / (window.rows * length) };
}

/**
 * sum(l m) / L, not divided by the number of rows: `loss_remove_token_mean` in the code of TRAPO, LUFFY, ReLIFT.
 * @param length L, the padded response length in tokens (8192 as launched).
 * @throws when the length is not a positive number.
 */
export function authors(length: number): Normaliser {
  checkPositive('authors', length);
  return { name: `authors(${length})`, weight: () => 1 / length };
}

/** Each row's weight, spread over its tokens; zero on rows without a response token. */
export function tokenWeights(
  normaliser: Normaliser,
  rowOffsets: Numbers,
  responseMask: Uint8Array,
  window: Window,
): Float64Array {
  const weights = new Float64Array(responseMask.length);
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    const start = rowOffsets[row]!;
    const end = rowOffsets[row + 1]!;
    let rowTokens = 0;
    for (let t = start; t < end; t++) rowTokens += responseMask[t]!;
    if (rowTokens > 0) weights.fill(normaliser.weight(rowTokens, window), start, end);
  }
  return weights;
}

function checkPositive(name: string, length: number): void {
  if (!(length > 0 && Number.isFinite(length))) {
    throw new Error(
      `${name} divides by a response length in tokens: give a positive number, e.g. ${name}(8192); received ${length}.`,
    );
  }
}

/**
 * Normalisers: the weight a row's tokens carry in the sum that is the loss.
 *
 *     loss = sum_i w_i sum_t m_it l_it
 *
 * w_i follows from the row's own count of tokens |y_i| and the counts of the whole window (B rows, B+ of them with
 * tokens, N tokens), never from the micro-batch, so accumulation over any split equals the whole.
 */
/** Counts over the whole accumulation window. */
export interface Counts {
  readonly rows: number;
  /** Rows with at least one token that counts. */
  readonly filledRows: number;
  readonly tokens: number;
}

export interface Normaliser {
  readonly name: string;
  /** Weight of each token of a row with `rowTokens` (at least 1) tokens that count. */
  weight(rowTokens: number, counts: Counts): number;
}

/** sum(l m) / N: each token counts alike, so long rows count more. DAPO; verl `token-mean`; TRL bnpo, dapo. */
export const tokenMean: Normaliser = { name: 'tokenMean', weight: (_, { tokens }) => 1 / tokens };

/** sum(l m). verl `token-sum`. */
export const tokenSum: Normaliser = { name: 'tokenSum', weight: () => 1 };

/** mean_i( sum_t l m / |y_i| ): each row counts alike. The GRPO paper; TRL grpo. */
export const seqMeanTokenMean: Normaliser = {
  name: 'seqMeanTokenMean',
  weight: (rowTokens, { rows }) => 1 / (rows * rowTokens),
};

/** mean_i( sum_t l m ): the log-probability of whole rows. TRAPO eq. 2 and 3; TRL luspo on a sequence-level loss. */
export const seqMeanTokenSum: Normaliser = {
  name: 'seqMeanTokenSum',
  weight: (_, { rows }) => 1 / rows,
};

/** verl's `seq-mean-token-mean`: rows without tokens are no part of the mean, and 1e-8 is added to |y_i|. */
export const verlSeqMeanTokenMean: Normaliser = {
  name: 'verlSeqMeanTokenMean',
  weight: (rowTokens, { filledRows }) => 1 / (filledRows * (rowTokens + 1e-8)),
};

/** verl's `seq-mean-token-sum`: rows without tokens are no part of the mean. */
export const verlSeqMeanTokenSum: Normaliser = {
  name: 'verlSeqMeanTokenSum',
  weight: (_, { filledRows }) => 1 / filledRows,
};

/**
 * verl's `seq-mean-token-sum-norm`: verlSeqMeanTokenSum over a constant.
 * @param length L: verl's `loss_scale_factor`, or the padded response length in tokens.
 * @throws when the length is not a positive number.
 */
export function seqMeanTokenSumNorm(length: number): Normaliser {
  checkPositive('seqMeanTokenSumNorm', length);
  return {
    name: `seqMeanTokenSumNorm(${length})`,
    weight: (_, { filledRows }) => 1 / (filledRows * length),
  };
}

/**
 * sum(l m) / (B L): seqMeanTokenSum over a constant, without the length bias. Dr.GRPO (arXiv 2503.20783); TRL dr_grpo.
 * @param length L, usually the maximal response length in tokens.
 * @throws when the length is not a positive number.
 */
export function constantLength(length: number): Normaliser {
  checkPositive('constantLength', length);
  return { name: `constantLength(${length})`, weight: (_, { rows }) => 1 / (rows * length) };
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

/** The weight of each row's tokens, by how many it has; zero for rows without any. */
export function rowWeights(normaliser: Normaliser, rowTokens: Int32Array, counts: Counts): Float64Array {
  return Float64Array.from(rowTokens, tokens => (tokens > 0 ? normaliser.weight(tokens, counts) : 0));
}

function checkPositive(name: string, length: number): void {
  if (!(length > 0 && Number.isFinite(length))) {
    throw new Error(
      `${name} divides by a response length in tokens: give a positive number, e.g. ${name}(8192); received ${length}.`,
    );
  }
}

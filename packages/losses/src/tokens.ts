/**
 * The flat token layout every loss speaks.
 *
 * The response tokens of all rows stand one after another; `rowOffsets` says where each row begins, so row i is
 * the half-open span rowOffsets[i] .. rowOffsets[i + 1]. No padding, no tensor library: any autograd can hand
 * these arrays in and feed the gradients back as cotangents.
 */

/** Numbers in row order: a plain or a typed array. */
export type Numbers = ArrayLike<number>;

/** Which tokens play which part. Every mask has one 0/1 entry per token. */
export interface TokenMasks {
  /** Length rows + 1, first 0, never decreasing, last = number of tokens. */
  rowOffsets: Numbers;
  /** 1 where the token counts at all (up to and including the end of sequence). Absent: every token counts. */
  responseMask?: Uint8Array;
  /** 1 where the token was given by the expert, not sampled. Absent: none was. */
  prefixMask?: Uint8Array;
  /** 1 where an expert token carries the supervised term; inside prefixMask. Absent: none does. */
  sftMask?: Uint8Array;
}

/** One batch of rows, or a micro-batch of them. Natural logarithms (nats) throughout. */
export interface TokenBatch extends TokenMasks {
  /** log pi_theta(y_t | x, y_<t) under the weights being trained, one per token. */
  logProb: Float64Array;
  /** The same under the weights before the first update on these rows. Absent: equal to logProb, so every ratio is 1. */
  oldLogProb?: Float64Array;
  /** The same under a fixed policy that others are held to, or the teacher of a distillation. */
  refLogProb?: Float64Array;
  /** The same as the sampler itself reported it; for expert tokens, under the policy that wrote them. */
  rolloutLogProb?: Float64Array;
  /** Entropy of the next-token distribution at each token, in nats. */
  entropy?: Float64Array;
  /** One advantage per row, shared by its tokens. */
  advantages?: Float64Array;
  /** One advantage per token, instead of `advantages`. */
  tokenAdvantages?: Float64Array;
  /** A factor per token for the objectives wrapped in `weighted`, e.g. a mask that leaves denominators alone. */
  tokenWeights?: Float64Array;
}

/** The parts a token that counts can play: response = completion + prefix, and sft lies within prefix. */
export type Part = 'response' | 'completion' | 'prefix' | 'sft';

/** Each part as a mask of 0 and 1. */
export interface Parts extends Readonly<Record<Part, Uint8Array>> {
  readonly rows: number;
  /** How many tokens of each part each row has. */
  readonly rowTokens: Readonly<Record<Part, Int32Array>>;
}

/**
 * Resolves the optional masks: response, and within it completion, prefix and sft.
 * @throws when rowOffsets is not a partition, a mask has another length, or sftMask leaves prefixMask.
 */
export function splitParts(masks: TokenMasks): Parts {
  const { rowOffsets } = masks;
  const count = checkOffsets(rowOffsets);
  const rows = rowOffsets.length - 1;
  for (const name of ['responseMask', 'prefixMask', 'sftMask'] as const)
    checkLength(name, masks[name], count);
  const none = new Uint8Array(count);
  const { responseMask = new Uint8Array(count).fill(1), prefixMask = none, sftMask = none } = masks;
  const ofEach = <T>(make: () => T): Record<Part, T> => ({
    response: make(),
    completion: make(),
    prefix: make(),
    sft: make(),
  });
  const { response, completion, prefix, sft } = ofEach(() => new Uint8Array(count));
  const rowTokens = ofEach(() => new Int32Array(rows));
  let strays = 0;
  for (let row = 0; row < rows; row++) {
    const end = rowOffsets[row + 1]!;
    let [responses, prefixes, trains] = [0, 0, 0];
    for (let t = rowOffsets[row]!; t < end; t++) {
      const counts = responseMask[t] === 0 ? 0 : 1;
      const given = prefixMask[t] === 0 ? 0 : 1;
      const trained = sftMask[t] === 0 ? 0 : 1;
      strays += trained & ~given;
      response[t] = counts;
      completion[t] = counts & ~given;
      prefix[t] = counts & given;
      sft[t] = counts & trained;
      responses += counts;
      prefixes += counts & given;
      trains += counts & trained;
    }
    rowTokens.response[row] = responses;
    rowTokens.completion[row] = responses - prefixes;
    rowTokens.prefix[row] = prefixes;
    rowTokens.sft[row] = trains;
  }
  if (strays > 0) refuseStrays(prefixMask, sftMask);
  return { rows, response, completion, prefix, sft, rowTokens };
}

function refuseStrays(prefixMask: Uint8Array, sftMask: Uint8Array): never {
  const stray = sftMask.findIndex((trained, t) => trained !== 0 && !prefixMask[t]);
  throw new Error(
    `sftMask marks token ${stray}, which prefixMask does not: the supervised term belongs to expert tokens. ` +
      'Mark the expert tokens in prefixMask, e.g. prefixMask [1, 1, 0], sftMask [1, 1, 0].',
  );
}

/** Spreads one value per row over the row's tokens, in a new array or in `values`; zeros where none are given. */
export function perToken(
  rowValues: Float64Array | undefined,
  rowOffsets: Numbers,
  values: Float64Array = new Float64Array(rowOffsets[rowOffsets.length - 1] ?? 0),
): Float64Array {
  for (let row = 0; row + 1 < rowOffsets.length; row++) {
    values.fill(rowValues?.[row] ?? 0, rowOffsets[row], rowOffsets[row + 1]);
  }
  return values;
}

/** @throws when an array that is given has another length than `count`. */
export function checkLength(name: string, values: Numbers | undefined, count: number): void {
  if (values && values.length !== count) {
    throw new Error(
      `${name} needs one entry per token: ${count}, as the last of rowOffsets says; received ${values.length}.`,
    );
  }
}

function checkOffsets(offsets: Numbers): number {
  let good = offsets.length > 0 && offsets[0] === 0;
  for (let i = 1; i < offsets.length; i++) good &&= offsets[i]! >= offsets[i - 1]!;
  if (!good) {
    throw new Error(
      'rowOffsets must start at 0 and never decrease, one entry more than rows, e.g. [0, 3, 5] for rows of 3 and ' +
        `2 tokens; received [${Array.from(offsets).slice(0, 8).join(', ')}].`,
    );
  }
  return offsets[offsets.length - 1]!;
}

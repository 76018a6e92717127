/**
 * From an expert prefix and a sampled completion to one row of training tokens with its masks.
 *
 *     tokens = (prefix + completion)[:responseLength]
 *
 * Rows are ragged, not padded: the masks are as long as the row's tokens. TRAPO's code, `generate_sequences`.
 */

export interface RowParts {
  /** Expert tokens given; empty when unguided. */
  prefix: ArrayLike<number>;
  /** Tokens sampled after them; empty for a row that is the whole expert answer. */
  completion: ArrayLike<number>;
  /** Longest row kept, in tokens; what is beyond is cut. */
  responseLength: number;
  /** Ids that end a sequence. */
  eos: ArrayLike<number>;
  /** Whether the prefix carries the supervised loss; see `MicroGroup.sft`. */
  sft: boolean;
}

export interface Row {
  tokens: Int32Array;
  /** 1 up to and including the first end of sequence. */
  responseMask: Uint8Array;
  /** 1 on expert tokens. */
  prefixMask: Uint8Array;
  /** The prefix mask where the row carries the supervised loss, else 0. */
  sftMask: Uint8Array;
}

/** @throws when responseLength is not a positive whole number. */
export function assembleRow({ prefix, completion, responseLength, eos, sft }: RowParts): Row {
  if (!(Number.isInteger(responseLength) && responseLength > 0)) {
    throw new Error(`responseLength is a positive number of tokens, e.g. 8192; received ${responseLength}.`);
  }
  const tokens = Int32Array.from([...Array.from(prefix), ...Array.from(completion)].slice(0, responseLength));
  const given = Math.min(prefix.length, tokens.length);
  const prefixMask = new Uint8Array(tokens.length).fill(1, 0, given);
  return {
    tokens,
    responseMask: responseMask(tokens, eos),
    prefixMask,
    sftMask: sft ? prefixMask.slice() : new Uint8Array(tokens.length),
  };
}

/** 1 up to and including the first end of sequence; all 1 when there is none, as when a row was cut. */
export function responseMask(tokens: ArrayLike<number>, eos: ArrayLike<number>): Uint8Array {
  const ends = new Set(Array.from(eos));
  const first = Array.from(tokens).findIndex(token => ends.has(token));
  return new Uint8Array(tokens.length).fill(1, 0, first < 0 ? tokens.length : first + 1);
}

/** An expert's answer as prefixes are cut from it: its tokens and the end of sequence, or nothing when it is empty. */
export function expertAnswer(tokens: ArrayLike<number>, eos: number): Int32Array {
  return Int32Array.from(tokens.length > 0 ? [...Array.from(tokens), eos] : []);
}

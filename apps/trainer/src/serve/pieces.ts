// Completions piece by piece, to be sent while they are sampled. A completion is a function of the tokens before, so that
// going on from what there is gives the tokens that sampling at once gives.

import type { Sample } from '@trapo/models';
import type { RolloutPolicy } from '@trapo/trainer';
import type { Generate, Request } from './batches.ts';

/** New tokens of one request. */
export interface Piece extends Omit<Sample, 'finish'> {
  readonly index: number;
  /** With the last piece. */
  readonly finish?: Sample['finish'];
}

/** Tokens of the first piece, and of the longest. */
const [FIRST, LONGEST] = [1, 16] as const;

/**
 * Pieces of all requests, as they come.
 * @param signal ends it between two pieces
 */
export async function* pieces(
  generate: Generate,
  { maxTokens, tokenizer }: Pick<RolloutPolicy, 'maxTokens' | 'tokenizer'>,
  requests: readonly Request[],
  signal: AbortSignal,
): AsyncGenerator<Piece, void> {
  let open = requests.map((request, index) => ({ request, index, done: [] as number[] }));
  for (let size: number = FIRST; open.length > 0 && !signal.aborted; size = Math.min(LONGEST, 2 * size)) {
    const samples = await generate(
      open.map(({ request, done }) => ({
        ...request,
        tokens: Int32Array.of(...request.tokens, ...done),
        maxNewTokens: Math.min(size, request.maxNewTokens - done.length),
        // a stop string may begin in the piece before
        stopStrings: [],
      })),
    );
    const still: typeof open = [];
    for (const [i, sample] of samples.entries()) {
      const { request, index, done } = open[i]!;
      const { tokens, logProb, finish, stopString } = endedByText(
        sample,
        done,
        request.stopStrings ?? [],
        tokenizer,
      );
      done.push(...tokens);
      const length = request.tokens.length + done.length;
      const last = finish === 'stop' || done.length === request.maxNewTokens || length >= maxTokens;
      yield {
        index,
        tokens,
        logProb,
        ...(last && { finish }),
        ...(stopString !== undefined && { stopString }),
      };
      if (!last) still.push(open[i]!);
    }
    open = still;
  }
}

/** The sample up to the token with which the whole completion holds a stop string. */
function endedByText(
  sample: Sample,
  before: readonly number[],
  stopStrings: readonly string[],
  { decode }: RolloutPolicy['tokenizer'],
): Sample {
  if (stopStrings.length === 0) return sample;
  const { tokens, logProb } = sample;
  for (let count = 1; count <= tokens.length; count++) {
    const found = firstOf(decode([...before, ...tokens.subarray(0, count)]), stopStrings);
    if (!found) continue;
    const kept = { tokens: tokens.subarray(0, count), logProb: logProb.subarray(0, count) };
    return { ...kept, finish: 'stop', stopString: found.stop };
  }
  return sample;
}

/** The stop string that comes first in a text, and where. */
export const firstOf = (
  text: string,
  stopStrings: readonly string[],
): { readonly stop: string; readonly at: number } | undefined =>
  stopStrings
    .map(stop => ({ stop, at: text.indexOf(stop) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => a.at - b.at)[0];

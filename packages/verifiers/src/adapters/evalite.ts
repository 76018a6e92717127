/** A verifier as a scorer of evalite. The shapes are evalite's; nothing of it is needed here. */
import type { AsyncVerifier, Verifier } from '../verifier.ts';

/** What evalite hands to a scorer. */
export interface EvaliteInput {
  readonly input: unknown;
  readonly output: string;
  readonly expected?: unknown;
}

/** What evalite takes as a scorer. */
export interface EvaliteScorer {
  readonly name: string;
  readonly description: string;
  scorer(row: EvaliteInput): Promise<{ score: number; metadata: { status: string; reason: string } }>;
}

/**
 * A scorer for evalite. The gold is the row's `expected`.
 *
 * @throws Error, when it scores, where the row is skipped: evalite takes numbers only, and a skip is no 0
 */
export const evaliteScorer = <Options extends object>(
  verifier: Verifier<Options> | AsyncVerifier<Options>,
  options?: Options,
): EvaliteScorer => ({
  name: verifier.name,
  description: `The verifier ${verifier.name} of @trapo/verifiers.`,
  async scorer({ input, output, expected }) {
    if (expected === undefined)
      throw new TypeError('the row has no "expected", for example { input: "2+2", expected: "4" }');
    const attempt = {
      gold: typeof expected === 'string' ? expected : JSON.stringify(expected),
      completion: output,
      ...(typeof input === 'string' ? { prompt: input } : {}),
    };
    const { status, score, reason } = await verifier.verify(attempt, options);
    if (score === null) throw new Error(`skipped (${status}): ${reason}`);
    return { score, metadata: { status, reason } };
  },
});

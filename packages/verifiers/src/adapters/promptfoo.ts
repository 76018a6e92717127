/** A verifier as an assertion of promptfoo. The shapes are promptfoo's; nothing of it is needed here. */
import type { AsyncVerifier, Verifier } from '../verifier.ts';

/** What promptfoo hands to an assertion besides the output: the test's variables, and the prompt it made of them. */
export interface PromptfooContext {
  readonly vars: Readonly<Record<string, unknown>>;
  readonly prompt?: string | undefined;
}

/** What promptfoo takes as a result. */
export interface PromptfooResult {
  pass: boolean;
  score: number;
  reason: string;
}

/**
 * An assertion for promptfoo (`type: javascript`, `value: file://assert.mjs`). The gold is the variable `gold`, or another by
 * name; the status decides whether the test passes.
 *
 * @throws Error where the row is skipped: promptfoo counts it as an error, because it knows no skips and it is no failure
 */
export const promptfooAssertion =
  <Options extends object>(
    verifier: Verifier<Options> | AsyncVerifier<Options>,
    { gold: variable = 'gold', options }: { readonly gold?: string; readonly options?: Options } = {},
  ) =>
  async (completion: string, { vars, prompt }: PromptfooContext): Promise<PromptfooResult> => {
    const gold = vars[variable];
    if (gold === undefined)
      throw new TypeError(
        `the test has no variable "${variable}", for example vars: { ${variable}: "17" }; received ${Object.keys(vars).join(', ') || 'none'}`,
      );
    const text = typeof gold === 'string' ? gold : JSON.stringify(gold);
    const attempt = { gold: text, completion, meta: vars, ...(prompt === undefined ? {} : { prompt }) };
    const { status, score, reason } = await verifier.verify(attempt, options);
    if (score === null) throw new Error(`skipped (${status}): ${reason}`);
    return { pass: status === 'correct', score, reason: `${status}: ${reason}` };
  };

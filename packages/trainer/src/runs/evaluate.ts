// Accuracy on a benchmark: one greedy response a problem, judged by the verifier.

import type { Verdict, Verifier } from '@trapo/verifiers';
import { type Problem, plainText } from '../data/index.ts';
import type { RolloutPolicy } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';

export interface EvaluateOptions {
  readonly policy: RolloutPolicy;
  readonly verifier: Verifier;
  readonly problems: readonly Problem[];
  /** Longest response in tokens. */
  readonly responseLength: number;
}

export interface Judged {
  readonly id: string;
  readonly response: string;
  readonly verdict: Verdict;
}

export interface Evaluation {
  /** Mean score, from 0 to 1, over the responses that could be judged. */
  readonly accuracy: number;
  /** Responses that could not be judged. */
  readonly skipped: number;
  readonly responses: readonly Judged[];
}

/** Answers every problem greedily and has the answers judged. */
export async function evaluate({
  policy,
  verifier,
  problems,
  responseLength,
}: EvaluateOptions): Promise<Evaluation> {
  const { tokenizer } = policy;
  const samples = await policy.generate(
    problems.map(({ prompt }) => ({ tokens: encodePrompt(tokenizer, prompt), seed: 0 })),
    { maxNewTokens: responseLength, temperature: 0, stop: new Set([tokenizer.eos]) },
  );
  const responses = samples.map(({ tokens }, i): Judged => {
    const { id, gold, prompt } = problems[i]!;
    const response = tokenizer.decode(tokens, { skipSpecial: true });
    return {
      id,
      response,
      verdict: verifier.verify({ gold, prompt: plainText(prompt), completion: response }),
    };
  });
  const scores = responses.map(({ verdict }) => verdict.score).filter(score => score !== null);
  return {
    accuracy: scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length),
    skipped: responses.length - scores.length,
    responses,
  };
}

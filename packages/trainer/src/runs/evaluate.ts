// Answers to a benchmark's problems, judged: greedy once, or sampled several times for avg@k and pass@k.

import { hash } from '@trapo/models';
import type { AsyncVerifier, Verdict, Verifier } from '@trapo/verifiers';
import { type Problem, plainText } from '../data/index.ts';
import type { RolloutPolicy } from '../policy.ts';
import { encodePrompt } from '../rollouts/encode.ts';

export interface EvaluateOptions {
  readonly policy: RolloutPolicy;
  readonly verifier: Verifier | AsyncVerifier;
  readonly problems: readonly Problem[];
  /** Longest response in tokens. */
  readonly responseLength: number;
  /** Responses a problem. Default 1. */
  readonly samples?: number;
  /** 0 takes the most likely token. Default 0. */
  readonly temperature?: number;
  /** The same seed gives the same responses, whatever was answered before. Default 0. */
  readonly seed?: number;
  /** Requests sent at a time: responses come in parts of this size. Default 512. */
  readonly requests?: number;
  /** Responses there are already, as an evaluation that was stopped left them: they are not asked for again. */
  readonly answered?: readonly Pick<Judged, 'id' | 'sample'>[];
}

export interface Judged {
  /** Of the problem. */
  readonly id: string;
  /** Which of the problem's responses, from 0. */
  readonly sample: number;
  readonly response: string;
  /** Cut off before an end of sequence. */
  readonly truncated: boolean;
  readonly verdict: Verdict;
}

export interface Evaluation {
  /** Mean score, from 0 to 1, over the responses that could be judged. */
  readonly accuracy: number;
  /** Responses that could not be judged. */
  readonly skipped: number;
  readonly responses: readonly Judged[];
}

/** Answers every problem and has the answers judged. */
export async function evaluate(options: EvaluateOptions): Promise<Evaluation> {
  const responses: Judged[] = [];
  for await (const part of judgedResponses(options)) responses.push(...part);
  const scores = responses.map(({ verdict }) => verdict.score).filter(score => score !== null);
  return {
    accuracy: scores.reduce((sum, score) => sum + score, 0) / Math.max(1, scores.length),
    skipped: responses.length - scores.length,
    responses,
  };
}

/**
 * The responses that are still missing, in parts, so that each can be kept before the next is asked for. All samples of
 * a problem stand together.
 */
export async function* judgedResponses({
  policy,
  verifier,
  problems,
  responseLength,
  samples = 1,
  temperature = 0,
  seed = 0,
  requests = 512,
  answered = [],
}: EvaluateOptions): AsyncGenerator<readonly Judged[], void> {
  const { tokenizer } = policy;
  const there = new Set(answered.map(({ id, sample }) => `${sample} ${id}`));
  const missing = problems.flatMap((problem, index) =>
    Array.from({ length: samples }, (_, sample) => ({ problem, index, sample })).filter(
      ({ sample }) => !there.has(`${sample} ${problem.id}`),
    ),
  );
  const prompts = new Map<Problem, Int32Array>();
  const promptOf = (problem: Problem): Int32Array => {
    if (!prompts.has(problem)) prompts.set(problem, encodePrompt(tokenizer, problem.prompt));
    return prompts.get(problem)!;
  };
  for (let at = 0; at < missing.length; at += requests) {
    const part = missing.slice(at, at + requests);
    const completions = await policy.generate(
      part.map(({ problem, index, sample }) => ({
        tokens: promptOf(problem),
        seed: hash(seed, index, sample),
      })),
      { maxNewTokens: responseLength, temperature, stop: tokenizer.ends },
    );
    yield await Promise.all(
      completions.map(async ({ tokens, finish }, i): Promise<Judged> => {
        const { problem, sample } = part[i]!;
        const { id, gold, prompt, meta } = problem;
        const response = tokenizer.decode(tokens, { skipSpecial: true });
        const verdict = await verifier.verify({
          gold,
          prompt: plainText(prompt),
          meta,
          completion: response,
        });
        return { id, sample, response, truncated: finish === 'length', verdict };
      }),
    );
  }
}

/**
 * The scores of each problem's responses, as @trapo/eval reads them. Responses that could not be judged have no score:
 * they are left out and counted, and so are problems of which nothing could be judged.
 */
export function scoresOf(
  problems: readonly Problem[],
  responses: readonly Judged[],
): {
  readonly scores: number[][];
  readonly skippedResponses: number;
  readonly skippedProblems: readonly string[];
} {
  const byProblem = Map.groupBy(responses, ({ id }) => id);
  const scored = problems.map(({ id }) => ({
    id,
    scores: (byProblem.get(id) ?? []).map(({ verdict }) => verdict.score).filter(score => score !== null),
  }));
  return {
    scores: scored.filter(({ scores }) => scores.length > 0).map(({ scores }) => scores),
    skippedResponses: responses.length - scored.reduce((sum, { scores }) => sum + scores.length, 0),
    skippedProblems: scored.filter(({ scores }) => scores.length === 0).map(({ id }) => id),
  };
}

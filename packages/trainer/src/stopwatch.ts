// How long the phases of a step take, without the phases knowing.

import type { Verifier } from '@trapo/verifiers';
import type { Policy } from './policy.ts';
import type { StepContext } from './stepContext.ts';

/** Seconds of each phase of a step, and the tokens that passed through; no two runs share them. */
export interface StepTimings {
  readonly generate: number;
  readonly verify: number;
  /** Scoring, gradients and updates. */
  readonly learn: number;
  readonly generatedTokens: number;
  readonly learnedTokens: number;
}

/** A context whose policy and verifier are timed. */
export function timed(context: StepContext): {
  readonly context: StepContext;
  timings(learnedTokens: number): StepTimings;
} {
  const seconds = { generate: 0, verify: 0, learn: 0 };
  const running = { generate: 0, verify: 0, learn: 0 };
  let generatedTokens = 0;
  /** Work side by side counts once. */
  const during =
    <Args extends unknown[], Result>(phase: keyof typeof seconds, work: (...args: Args) => Result) =>
    (...args: Args): Result => {
      if (running[phase]++ === 0) seconds[phase] -= performance.now() / 1000;
      const stop = () => {
        if (--running[phase] === 0) seconds[phase] += performance.now() / 1000;
      };
      const result = work(...args);
      if (result instanceof Promise) return result.finally(stop) as Result;
      stop();
      return result;
    };
  const { policy, verifier } = context;
  const methods: Pick<Policy, 'generate' | 'accumulate' | 'update'> = {
    generate: during('generate', async (requests, options, onSample) => {
      const samples = await policy.generate(requests, options, onSample);
      generatedTokens += samples.reduce((sum, { tokens }) => sum + tokens.length, 0);
      return samples;
    }),
    accumulate: during('learn', (rows, objective) => policy.accumulate(rows, objective)),
    update: during('learn', settings => policy.update(settings)),
  };
  const verify = during('verify', (...attempt: Parameters<Verifier['verify']>) =>
    verifier.verify(...attempt),
  );
  return {
    context: {
      ...context,
      policy: Object.assign(Object.create(policy) as Policy, methods),
      verifier: Object.assign(Object.create(verifier), { verify }),
    },
    timings: learnedTokens => ({ ...seconds, generatedTokens, learnedTokens }),
  };
}

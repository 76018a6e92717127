import type { Budget } from '../budget.ts';
import type { AsyncVerifier, Attempt, Verdict, Verifier } from '../verifier.ts';
import type { Case } from './cases.ts';

/** One thing that every verifier owes its users. `run` throws, with the reason, where it is not kept. */
export interface Check {
  readonly name: string;
  run(): Promise<void>;
}

/** A verifier under test, with its cases. */
export interface Subject {
  readonly verifier: Verifier | AsyncVerifier;
  readonly cases: readonly Case[];
  /** The cases that are judged correct: what attacks start from. */
  readonly correct: readonly Case[];
  /** A case's gold as the verifier writes it. */
  canonical(it: Case): string;
  /** Judges a case, or the case with another gold or completion. */
  verify(it: Case, changes?: Partial<Attempt>, budget?: Partial<Budget>): Promise<Verdict>;
}

export function subjectOf(verifier: Verifier | AsyncVerifier, cases: readonly Case[]): Subject {
  return {
    verifier,
    cases,
    correct: cases.filter(({ status }) => status === 'correct'),
    canonical({ gold, options }) {
      const parsed = verifier.parseGold(gold, options);
      return 'gold' in parsed ? parsed.gold : fail(`${brief(gold)} is no gold: ${parsed.reason}`);
    },
    verify: async (it, changes, budget) =>
      verifier.verify({ ...attemptOf(it), ...changes }, it.options, budget),
  };
}

/** A case without what must come of it. */
export const attemptOf = ({ gold, completion, prompt, meta }: Case): Attempt => ({
  gold,
  completion,
  ...(prompt === undefined ? {} : { prompt }),
  ...(meta === undefined ? {} : { meta }),
});

/** The correct cases that have another gold, and the same options and fields. */
export const rivals = ({ correct, canonical }: Subject, it: Case): readonly Case[] => {
  const terms = ({ options, meta }: Case) => JSON.stringify([options, meta]);
  return correct.filter(other => terms(other) === terms(it) && canonical(other) !== canonical(it));
};

export function fail(reason: string): never {
  throw new Error(reason);
}

export function must(kept: boolean, reason: () => string): void {
  if (!kept) fail(reason());
}

/** A text short enough to read in a message. */
export const brief = (text: string): string =>
  JSON.stringify(text.length > 120 ? `${text.slice(0, 100)}... (${text.length} characters)` : text);

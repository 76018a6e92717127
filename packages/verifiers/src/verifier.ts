/** The contract: a verifier is a value that reads golds once and judges completions as often as asked. */
import type { Budget } from './budget.ts';

/** What came of one completion. Only `correct`, `incorrect` and `no_answer` carry a score. */
export type Status = 'correct' | 'incorrect' | 'no_answer' | 'gold_unparsable' | 'timeout' | 'error';

/** One completion to judge. Named, because swapped arguments go unnoticed in positional interfaces. */
export interface Attempt {
  /** The reference answer, as in the data set or as `parseGold` returned it. */
  readonly gold: string;
  /** The text the policy wrote, prefix included, without special tokens. */
  readonly completion: string;
  readonly prompt?: string;
  /** The other fields of the problem's row. */
  readonly meta?: Readonly<Record<string, unknown>>;
}

export interface Verdict {
  readonly status: Status;
  /**
   * 1 is full marks, and verifiers of answers stay in [0, 1]; shaping kinds may go below 0 and say so. Null means skip:
   * the row has no reward, which is not a reward of 0.
   */
  readonly score: number | null;
  /** The answer that was compared, where one was found. */
  readonly extracted?: string;
  /** One sentence for a person. */
  readonly reason: string;
  /** The stages on the way to the verdict, for kinds that have several. */
  readonly trace?: readonly string[];
  /** Wall time in milliseconds: the one field that differs from run to run. */
  readonly ms: number;
}

/**
 * A gold in its canonical text, or why it is none. Text rather than a tree, so that problems and stored
 * rollouts stay plain JSON and can be judged again.
 */
export type ParsedGold = { readonly gold: string } | { readonly reason: string };

/**
 * What a gold is to a verifier: the answer that completions are compared with; a specification that they have to meet (a
 * pattern, a schema, instructions); or nothing, where only the form of the completion counts.
 */
export type GoldUse = 'answer' | 'specification' | 'none';

/** What every verifier has, whether it answers at once or later. */
interface Named<Options extends object> {
  readonly name: string;
  readonly golds: GoldUse;
  /** Reads a gold; called once, at data load. Idempotent: a canonical gold reads as itself. */
  parseGold(gold: string, options?: Options): ParsedGold;
}

export interface Verifier<Options extends object = Readonly<Record<string, unknown>>> extends Named<Options> {
  /** Judges one completion. Never throws on any text; throws on options it doesn't know. */
  verify(attempt: Attempt, options?: Options, budget?: Partial<Budget>): Verdict;
}

/** A verifier whose verdicts take another thread or process: a pool's, or one that runs code. */
export interface AsyncVerifier<Options extends object = Readonly<Record<string, unknown>>>
  extends Named<Options> {
  /** As `Verifier.verify`, later; rejects only on options it doesn't know. */
  verify(attempt: Attempt, options?: Options, budget?: Partial<Budget>): Promise<Verdict>;
}

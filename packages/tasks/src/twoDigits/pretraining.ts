import { random } from '../random.ts';
import { baseTrace, type Mastery, mastery } from './baseTrace.ts';
import { anyProblem } from './levels.ts';
import { promptOf } from './problem.ts';

/** A text to imitate, as a row of JSONL. */
export interface ExampleRow {
  readonly prompt: string;
  readonly completion: string;
}

/**
 * Base traces without end: n uniform over 1 to 7 and distinct operations of all fourteen; the first
 * `curriculum` rows have n 1 to 3 (200 steps of 150 rows unless told).
 *
 * Benchmark prompts aren't left out: one base serves many data sets, and what it sees of their problems are
 * mostly wrong answers.
 */
export function* pretraining({
  seed,
  curriculum = 30_000,
  known = mastery,
}: {
  seed: number;
  curriculum?: number;
  known?: Mastery;
}): Generator<ExampleRow, never> {
  const rng = random(seed, 'pretraining');
  for (let rows = 0; ; rows++) {
    const problem = anyProblem(1 + rng.below(rows < curriculum ? 3 : 7), rng);
    yield { prompt: promptOf(problem), completion: baseTrace(problem, rng, known) };
  }
}

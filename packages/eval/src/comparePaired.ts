/**
 * Whether one model is better than another: the paired sign-flip test.
 *
 * Both are measured on the same units (problems, or seeds of a whole experiment), so each unit's difference is what
 * counts. If the models were alike, each difference could as well have had the other sign; p is the share of sign
 * patterns whose mean is at least as far from zero as the one seen. All patterns are counted up to 20 units, and
 * beyond a seeded sample of them, with the pattern seen among it so that p is never 0. Fisher, 1935.
 */
import { uniforms } from './random.ts';
import { mean } from './scores.ts';

export interface Comparison {
  /** Mean of a - b. */
  readonly difference: number;
  /** Two-sided. */
  readonly p: number;
  /** Units where a is above b, where both are alike, where b is above a. */
  readonly wins: number;
  readonly ties: number;
  readonly losses: number;
  /** Whether p counts every pattern, or a sample of them. */
  readonly exact: boolean;
}

export interface ComparisonOptions {
  /** Sign patterns to draw where there are too many to count. Default 20,000. */
  readonly patterns?: number;
  /** Default 0. */
  readonly seed?: number;
}

const COUNTED = 20;

/**
 * @param a one number for each unit
 * @param b the same units in the same order
 * @throws when lengths differ, there is no unit, or a number is not finite
 */
export function comparePaired(
  a: readonly number[],
  b: readonly number[],
  { patterns = 20_000, seed = 0 }: ComparisonOptions = {},
): Comparison {
  if (a.length !== b.length || a.length === 0 || ![...a, ...b].every(Number.isFinite)) {
    throw new Error(
      `A paired comparison needs two lists of finite numbers, entry i of both for the same problem or seed, e.g. [0.9, 0.8] and [0.7, 0.8]; received ${a.length} and ${b.length} numbers.`,
    );
  }
  const differences = a.map((value, i) => value - b[i]!);
  const exact = differences.length <= COUNTED;
  return {
    difference: mean(differences),
    p: exact ? countAll(differences) : sample(differences, patterns, seed),
    wins: differences.filter(d => d > 0).length,
    ties: differences.filter(d => d === 0).length,
    losses: differences.filter(d => d < 0).length,
    exact,
  };
}

function countAll(differences: readonly number[]): number {
  const reached = atLeast(differences);
  let count = 0;
  // Gray code: from one pattern to the next, one sign flips
  const signed = [...differences];
  let sum = signed.reduce((total, d) => total + d, 0);
  const all = 2 ** differences.length;
  for (let pattern = 0; pattern < all; pattern++) {
    if (reached(sum)) count++;
    const flip = Math.log2((pattern + 1) & -(pattern + 1));
    if (flip >= differences.length) break;
    signed[flip] = -signed[flip]!;
    sum += 2 * signed[flip]!;
  }
  return count / all;
}

function sample(differences: readonly number[], patterns: number, seed: number): number {
  const reached = atLeast(differences);
  const next = uniforms(seed);
  let count = 1;
  for (let i = 0; i < patterns; i++) {
    if (reached(differences.reduce((sum, d) => sum + (next() < 0.5 ? d : -d), 0))) count++;
  }
  return count / (patterns + 1);
}

/** Whether a sum is as far from zero as the one seen, give or take rounding. */
function atLeast(differences: readonly number[]): (sum: number) => boolean {
  const seen = Math.abs(differences.reduce((sum, d) => sum + d, 0));
  const rounding = 1e-12 * differences.reduce((sum, d) => sum + Math.abs(d), 0);
  return sum => Math.abs(sum) >= seen - rounding;
}

/** Suites that record calls of a peer's functions: what was called with what, and what the test asserts of the result. */
import type { Suite, SuiteCase } from './suite.ts';

/** One assertion on the result of one call. */
export interface CallCase extends SuiteCase, Call {
  readonly fn: string;
  /** Where in the result to look: indices and keys. `--0.5` subtracts -0.5 and takes the absolute value. */
  readonly sub: readonly string[] | null;
  readonly op: '==' | '>' | '>=' | 'truthy' | 'falsy';
  /** `{ rec }` stands for another entry of the same result; which one, the case doesn't say. */
  readonly expected: unknown;
}

export interface Call {
  readonly args: readonly unknown[];
  readonly kwargs: Readonly<Record<string, unknown>>;
  /** The arguments that made the function, where it was made by another. */
  readonly ctor?: { readonly args: readonly unknown[]; readonly kwargs: Readonly<Record<string, unknown>> };
}

/** Computes with our packages what the peer's function returns; null is Python's None. */
export type Answer = (call: Call) => unknown;

/** A suite of calls, answered function by function. A function that nothing answers is a difference. */
export const callSuite = (name: string, answers: Readonly<Record<string, Answer>>): Suite => ({
  name,
  differs(peerCase) {
    const { fn, sub, op, expected, ...call } = peerCase as CallCase;
    if (!Object.hasOwn(answers, fn)) return `nothing answers ${fn}`;
    const result = answers[fn]!(call);
    const received = (sub ?? []).reduce(at, result);
    if (holds(op, received, expected, result)) return undefined;
    return `${fn} should be ${op} ${JSON.stringify(expected)}, received ${JSON.stringify(received)}`;
  },
});

function at(result: unknown, step: string): unknown {
  if (step.startsWith('--')) return Math.abs(Number(result) - Number(step.slice(1)));
  return (result as Readonly<Record<string, unknown>>)[step];
}

function holds(op: CallCase['op'], received: unknown, expected: unknown, result: unknown): boolean {
  if (op === 'truthy') return Boolean(received);
  if (op === 'falsy') return !received;
  if (op === '==') return equal(received, expected);
  if (typeof received !== 'number') return false;
  if (typeof expected === 'number') return op === '>' ? received > expected : received >= expected;
  return (result as number[]).some(other => received > other);
}

/** Deep equality; numbers to 1e-9, or to one in the last of three and more written decimals. */
function equal(received: unknown, expected: unknown): boolean {
  if (typeof expected === 'number' && typeof received === 'number') {
    const decimals = String(expected).split('.')[1]?.length ?? 0;
    const tolerance = decimals >= 3 ? Math.max(1e-9, 10 ** -decimals) : 1e-9;
    return Math.abs(received - expected) <= tolerance;
  }
  if (typeof expected !== 'object' || typeof received !== 'object' || !expected || !received)
    return received === expected;
  const [ours, theirs] = [Object.entries(received), Object.entries(expected)];
  return (
    ours.length === theirs.length &&
    theirs.every(([key, value]) => equal((received as Record<string, unknown>)[key], value))
  );
}

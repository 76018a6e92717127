// A suite on a device: the edges first, then fast-check's cases; a failing case is shrunk.

import * as fc from 'fast-check';
import type { Device } from '../device.ts';
import { TOLERANCE } from './closeness.ts';
import { type Errors, measure, worst } from './measure.ts';
import { withSpecials } from './specials.ts';
import { type Case, nameOf, type Suite } from './suite.ts';

export interface CheckOptions {
  readonly seed: number;
  /** Random cases, after the edges. */
  readonly runs: number;
  /** Whether NaN and infinity must come out as IEEE 754 has them. */
  readonly specials: boolean;
}

/** What a suite showed. */
export interface Verdict {
  readonly operation: string;
  readonly name: string;
  /** Worst relative errors; of the gradient only where there is one. */
  readonly forward: number;
  readonly gradient?: number | undefined;
  /** What went wrong first, with the smallest case found. */
  readonly failure?: string;
}

export async function check(device: Device, suite: Suite, options: CheckOptions): Promise<Verdict> {
  const { seed, runs } = options;
  const errors: Errors[] = [];
  const casesOf = (sizes: unknown) =>
    fc
      .tuple(suite.operands(sizes), fc.boolean())
      .map(([operands, resident]): Case => ({ sizes, operands, resident }));
  const cases = suite.sizes.chain(casesOf);
  const edges = suite.edges.flatMap(sizes => fc.sample(casesOf(sizes), { seed, numRuns: 1 }));
  const failure =
    (await firstFailure(cases, edges, { seed, runs: runs + edges.length }, async given => {
      const found = await measure(device, suite, given);
      errors.push(assertSmall(found));
    })) ??
    (options.specials && suite.propagates
      ? await firstFailure(withSpecials(cases), [], { seed, runs }, async given => {
          assertSmall(await measure(device, { ...suite, differentiable: false }, given));
        })
      : undefined);
  const gradients = errors.flatMap(({ gradient }) => gradient ?? []);
  return {
    operation: suite.operation,
    name: nameOf(suite),
    forward: worst(errors.map(({ forward }) => forward)),
    gradient: gradients.length > 0 ? worst(gradients) : undefined,
    ...(failure && { failure }),
  };
}

function assertSmall(errors: Errors): Errors {
  for (const [what, error] of Object.entries(errors)) {
    if (!(error <= TOLERANCE)) throw new Error(`relative error of the ${what}: ${error.toExponential(1)}`);
  }
  return errors;
}

/** Runs a property; its first failure in words, or nothing. */
async function firstFailure(
  cases: fc.Arbitrary<Case>,
  examples: readonly Case[],
  { seed, runs }: { seed: number; runs: number },
  property: (given: Case) => Promise<void>,
): Promise<string | undefined> {
  const details = await fc.check(fc.asyncProperty(cases, property), {
    seed,
    numRuns: runs,
    examples: examples.map(given => [given]),
    // a defect that shows at most sizes would shrink for long where each size compiles anew
    interruptAfterTimeLimit: 60_000,
    markInterruptAsFailure: true,
  });
  if (!details.failed) return undefined;
  const given = details.counterexample?.[0];
  const reason = details.errorInstance instanceof Error ? details.errorInstance.message : 'it took too long';
  return `${reason}; seed ${seed}, ${given ? inWords(given) : 'no case'}`;
}

/** Sizes, and the operands if they are short. */
function inWords({ sizes, operands, resident }: Case): string {
  const all = Object.entries(operands).map(
    ([name, { shape, values }]) => `${name} [${shape}] = ${values.join(', ').slice(0, 200)}`,
  );
  return `sizes ${JSON.stringify(sizes)}${resident ? ', in variables' : ''}, ${all.join('; ')}`;
}

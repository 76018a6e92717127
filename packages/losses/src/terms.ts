/** The terms of a composite loss: which objective is on which tokens, at what weight. */
import type { Normaliser } from './normalisers.ts';
import type { Objective } from './objective.ts';
import type { Part } from './tokens.ts';

export interface Term {
  /**
   * The tokens it is on: the policy's own (`completion`), the expert's (`prefix`), those of them that sftMask marks
   * (`sft`), or all (`response`).
   */
  readonly on: Part;
  readonly objective: Objective;
  /** Factor of the term. Default 1. */
  readonly weight?: number;
  /** By default that of the loss, which counts all response tokens; a normaliser given here counts the part's. */
  readonly normaliser?: Normaliser;
  /** Its metric. Default `policyLoss` on completions, `prefixLoss` on prefix and sft, `responseLoss` on responses. */
  readonly name?: string;
}

export interface ResolvedTerm {
  readonly on: Part;
  readonly objective: Objective;
  readonly weight: number;
  readonly normaliser: Normaliser | undefined;
  readonly name: string;
  /** Metric of each of the objective's measures. */
  readonly measures: readonly string[];
}

const names: Readonly<Record<Part, string>> = {
  completion: 'policyLoss',
  prefix: 'prefixLoss',
  sft: 'prefixLoss',
  response: 'responseLoss',
};

/**
 * Fills in what terms leave out. A measure that two terms have is called `term.measure` in both.
 * @throws when two terms share a name, or a weight is not finite.
 */
export function resolveTerms(terms: readonly Term[]): ResolvedTerm[] {
  const measured = terms.flatMap(({ objective }) => objective.measures);
  const isShared = (measure: string) => measured.filter(other => other === measure).length > 1;
  const taken = new Set<string>();
  return terms.map(({ on, objective, weight = 1, normaliser, name = names[on] }) => {
    if (taken.has(name)) {
      throw new Error(
        `Two terms are called ${name}, so their metrics would be one: name them, e.g. { on: '${on}', ` +
          `objective, name: 'kl' }; received ${objective.name} as the second.`,
      );
    }
    if (!Number.isFinite(weight)) {
      throw new Error(`A term's weight is a finite number, e.g. 0.001; received ${weight} for ${name}.`);
    }
    taken.add(name);
    const measures = objective.measures.map(measure => (isShared(measure) ? `${name}.${measure}` : measure));
    return { on, objective, weight, normaliser, name, measures };
  });
}

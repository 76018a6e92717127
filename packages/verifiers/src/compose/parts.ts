/** Verifiers made of verifiers. */
import type { Option } from '../options.ts';
import type { GoldUse, Verdict, Verifier } from '../verifier.ts';

/** A verifier in a recipe: its name in the registry, its options, and its weight where that counts. */
export interface Part {
  readonly name: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly weight?: number;
}

/** How a name of a recipe becomes a verifier; throws where there is none. */
export type Resolve = (name: string) => Verifier;

const example: Part = { name: 'exact', options: { same: 'case' } };

const isPart = (value: unknown): value is Part =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as Part).name === 'string' &&
  typeof ((value as Part).options ?? {}) === 'object' &&
  Object.keys(value).every(key => ['name', 'options', 'weight'].includes(key)) &&
  ((value as Part).weight === undefined ||
    (Number.isFinite((value as Part).weight) && (value as Part).weight! > 0));

/** An option that takes one verifier; there is no default. */
export const onePart = (): Option<Part | undefined> => ({
  fallback: undefined,
  what: 'a verifier',
  like: example,
  accepts: isPart,
});

/** An option that takes verifiers; there is no default. */
export const parts = (): Option<readonly Part[] | undefined> => ({
  fallback: undefined,
  what: 'a list of verifiers, each with a weight above 0 if it has one',
  like: [example, { name: 'tagFormat' }],
  accepts: value => Array.isArray(value) && value.length > 0 && value.every(isPart),
});

/** The part, or else an error that shows one. */
export function required<Value>(owner: string, key: string, value: Value | undefined): Value {
  if (value !== undefined) return value;
  throw new TypeError(
    `${owner}: "${key}" is missing; it takes verifiers by name, like ${JSON.stringify(key === 'of' ? [example] : example)}`,
  );
}

/** What a gold is to verifiers together: the most that it is to one of them. */
export const goldUse = (verifiers: readonly Verifier[]): GoldUse =>
  (['answer', 'specification'] as const).find(use => verifiers.some(({ golds }) => golds === use)) ?? 'none';

/** One line a part. */
export const traceOf = (verifiers: readonly Verifier[], verdicts: readonly Verdict[]): string[] =>
  verdicts.map(({ status, score, reason }, i) => `${verifiers[i]!.name}: ${status}, ${score}: ${reason}`);

/** What was extracted first, where anything was. */
export const firstExtracted = (verdicts: readonly Verdict[]): { extracted?: string } => {
  const extracted = verdicts.find(verdict => verdict.extracted !== undefined)?.extracted;
  return extracted === undefined ? {} : { extracted };
};

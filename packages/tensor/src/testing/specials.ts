// Cases with NaN, infinities and zeros among their numbers.

import * as fc from 'fast-check';
import type { Case, Operand } from './suite.ts';

const SPECIALS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0];

/** The same cases with up to three of their float values replaced. */
export function withSpecials(cases: fc.Arbitrary<Case>): fc.Arbitrary<Case> {
  const replacement = fc.record({ operand: fc.nat(), at: fc.nat(), value: fc.constantFrom(...SPECIALS) });
  return fc
    .tuple(cases, fc.array(replacement, { minLength: 1, maxLength: 3 }))
    .map(([given, replacements]) => replacements.reduce(replaced, given));
}

function replaced(given: Case, { operand, at, value }: Replacement): Case {
  const { operands } = given;
  const floats = Object.entries(operands).filter(([, { dtype, shape }]) => !dtype && !shape.includes(0));
  if (floats.length === 0) return given;
  const [name, { shape, values }] = floats[operand % floats.length]!;
  const changed: Operand = { shape, values: values.with(at % values.length, value) };
  return { ...given, operands: { ...operands, [name]: changed } };
}

interface Replacement {
  readonly operand: number;
  readonly at: number;
  readonly value: number;
}

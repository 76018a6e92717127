import { boxedExact } from './kinds/boxedExact/index.ts';
import { nearest } from './nearest.ts';
import type { Verifier } from './verifier.ts';

/** Every verifier of the package. A new kind is added here and the conformance suite finds it. */
const verifiers: readonly Verifier[] = [boxedExact];

/** The names that `verifierByName` knows. */
export const verifierNames: readonly string[] = verifiers.map(verifier => verifier.name);

/** The verifier of that name, as recipes and command lines give it. */
export function verifierByName(name: string): Verifier {
  const found = verifiers.find(verifier => verifier.name === name);
  if (found) return found;
  throw new RangeError(
    `no verifier is named ${JSON.stringify(name)}; did you mean "${nearest(name, verifierNames)}"? ` +
      `There are: ${verifierNames.join(', ')}`,
  );
}

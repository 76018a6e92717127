import { boxedExact } from './kinds/boxedExact/index.ts';
import { exact } from './kinds/exact/index.ts';
import { list } from './kinds/list/index.ts';
import { multipleChoice } from './kinds/multipleChoice/index.ts';
import { numeric } from './kinds/numeric/index.ts';
import { regex } from './kinds/regex/index.ts';
import { tokenF1 } from './kinds/tokenF1/index.ts';
import { nearest } from './nearest.ts';
import type { Verifier } from './verifier.ts';

/** Every verifier of the package. A new kind is added here and the conformance suite finds it. */
const verifiers: readonly Verifier[] = [
  boxedExact,
  exact,
  list,
  multipleChoice,
  numeric,
  regex,
  tokenF1,
] as Verifier[];

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

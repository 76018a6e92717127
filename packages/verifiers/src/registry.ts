import { afterThinkByName } from './kinds/afterThink/index.ts';
import { allByName } from './kinds/all/index.ts';
import { anyByName } from './kinds/any/index.ts';
import { boxedExact } from './kinds/boxedExact/index.ts';
import { cosineByName } from './kinds/cosine/index.ts';
import { exact } from './kinds/exact/index.ts';
import { ifeval } from './kinds/ifeval/index.ts';
import { jsonSchema } from './kinds/jsonSchema/index.ts';
import { list } from './kinds/list/index.ts';
import { math } from './kinds/math/index.ts';
import { multipleChoice } from './kinds/multipleChoice/index.ts';
import { numeric } from './kinds/numeric/index.ts';
import { overlong } from './kinds/overlong/index.ts';
import { regex } from './kinds/regex/index.ts';
import { repetition } from './kinds/repetition/index.ts';
import { stepMarkers } from './kinds/stepMarkers/index.ts';
import { tagFormat } from './kinds/tagFormat/index.ts';
import { tokenF1 } from './kinds/tokenF1/index.ts';
import { weightedByName } from './kinds/weighted/index.ts';
import { nearest } from './nearest.ts';
import type { Verifier } from './verifier.ts';

/** Every verifier of the package. A new kind is added here and the conformance suite finds it. */
const verifiers = [
  afterThinkByName(verifierByName),
  allByName(verifierByName),
  anyByName(verifierByName),
  boxedExact,
  cosineByName(verifierByName),
  exact,
  ifeval,
  jsonSchema,
  list,
  math,
  multipleChoice,
  numeric,
  overlong,
  regex,
  repetition,
  stepMarkers,
  tagFormat,
  tokenF1,
  weightedByName(verifierByName),
] as readonly Verifier[];

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

export { defaultBudget, defineVerifier, type Judgement, type Kind } from './defineVerifier.ts';
export { type BoxedExactOptions, boxedExact } from './kinds/boxedExact/index.ts';
export { verifierByName, verifierNames } from './registry.ts';
export type { Attempt, Budget, ParsedGold, Status, Verdict, Verifier } from './verifier.ts';
export { withOptions } from './withOptions.ts';

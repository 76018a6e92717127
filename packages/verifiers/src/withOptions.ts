import type { Verifier } from './verifier.ts';

/** Binds options to a verifier, so that the rest of a program need not know them. Later options win. */
export const withOptions = <Options extends object>(
  verifier: Verifier<Options>,
  bound: Options,
): Verifier<Options> => ({
  name: verifier.name,
  golds: verifier.golds,
  parseGold: (gold, options) => verifier.parseGold(gold, { ...bound, ...options }),
  verify: (attempt, options, budget) => verifier.verify(attempt, { ...bound, ...options }, budget),
});

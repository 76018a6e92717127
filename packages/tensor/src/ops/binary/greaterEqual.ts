import { type BinaryFunction, binary } from './binary.ts';

/** y = 1 where a >= b, else 0 (also for NaN), broadcast: a condition for `where`. No gradient flows through it. */
export const greaterEqual: BinaryFunction = binary({
  name: 'greaterEqual',
  gpu: 'if (a >= b) { return 1; } return 0;',
  gradient: () => [undefined, undefined],
});

export { averageAtK, passAtK, passAtKOf } from './atK.ts';
export { type BootstrapOptions, bootstrap, type Interval } from './bootstrap.ts';
export { type Comparison, type ComparisonOptions, comparePaired } from './comparePaired.ts';
export type { Scores } from './scores.ts';

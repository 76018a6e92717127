export { type Case, parseCases } from './cases.ts';
export { conformance } from './conformance.ts';
export { hostile } from './hostile.ts';
export type { Check } from './subject.ts';

export { type Random, random } from './random.ts';
export * as twoDigits from './twoDigits/index.ts';

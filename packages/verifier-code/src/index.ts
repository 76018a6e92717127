export { type CodeOptions, type CodeVerifier, codeVerifier } from './codeVerifier.ts';
export type { CodeGold, CodeTest, Language } from './gold.ts';

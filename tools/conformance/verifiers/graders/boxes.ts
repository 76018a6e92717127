import { lastBox } from '../../../../packages/verifiers/src/extract/lastBox.ts';

/** The last \boxed{...} or, without one, \fbox{...}; null where there is none that closes. */
export function lastBoxedOnlyString(text: string): string | null {
  const open = text.includes('\\boxed') ? '\\boxed{' : '\\fbox{';
  const box = lastBox(text, open, '}');
  return box ? `${open}${box.content}}` : null;
}

/** What a box holds; null for what is no box. */
export function removeBoxed(text: string | null): string | null {
  return /^\\(?:boxed|fbox)\{([\s\S]*)\}$/.exec(text ?? '')?.[1] ?? null;
}

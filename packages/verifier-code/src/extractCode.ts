import type { Language } from './gold.ts';

const names: Readonly<Record<Language, readonly string[]>> = {
  python: ['python', 'py', 'python3'],
  javascript: ['javascript', 'js'],
};

/**
 * The program in a completion: the last fenced block in its language, else the last block without a language, else, where there
 * are no fences, all of it. Undefined where there is none: an unclosed block is cut off.
 */
export function extractCode(completion: string, language: Language): string | undefined {
  if (!completion.includes('```')) return completion.trim() === '' ? undefined : completion;
  const parts = completion.split('```');
  // the odd parts are inside fences; the last part is outside, or never closed
  const blocks = parts.filter((_, i) => i % 2 === 1 && i < parts.length - 1).map(readBlock);
  const named = blocks.filter(block => names[language].includes(block.language));
  const bare = blocks.filter(block => block.language === '');
  return (named.at(-1) ?? bare.at(-1))?.code;
}

function readBlock(part: string): { readonly language: string; readonly code: string } {
  const end = part.indexOf('\n');
  const first = end < 0 ? '' : part.slice(0, end).trim().toLowerCase();
  return { language: first, code: end < 0 ? part : part.slice(end + 1) };
}

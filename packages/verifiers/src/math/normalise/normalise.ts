/**
 * Makes one notation of several, where that takes no understanding: doubled backslashes of escaped LaTeX, non-breaking
 * spaces, and the punctuation that ends a sentence.
 */
export function normalise(text: string): string {
  const single = /\\begin|\\\\\s/.test(text) ? text : text.replace(/\\\\(?=[a-zA-Z])/g, '\\');
  return single
    .replace(/[\u00a0\u2009\u202f]/g, ' ')
    .trim()
    .replace(/(?:(?<!\\left|\\right)[.,;:]|\\|\s)+$/, '');
}

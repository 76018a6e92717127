/**
 * Words without LaTeX's wrappers: `\( \)`, `\text{}`, `\mathrm{}`, line breaks, ties and stray backslashes go; white space
 * becomes single spaces.
 */
export const stripLatex = (text: string): string =>
  text
    .replace(/\\[()]/g, '')
    .replace(/\\(?:text|mathrm)\{([^{}]*)\}/g, '$1')
    .replace(/\\{2,}|~/g, ' ')
    .replaceAll('\\', '')
    .split(/\s+/)
    .filter(word => word !== '')
    .join(' ');

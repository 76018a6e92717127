// Numbers and texts as people read them.

/** Four digits that matter: 0.1234, 12.34, 1234, 1.2e-7. */
export function short(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–';
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return value.toExponential(2);
  return size >= 1000 ? value.toFixed(0) : String(Number(value.toPrecision(4)));
}

export const percent = (share: number): string => `${(100 * share).toFixed(0)}%`;

/** `3 s ago`, `2 h ago`. */
export function ago(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  const units = [
    [86_400, 'd'],
    [3600, 'h'],
    [60, 'min'],
    [1, 's'],
  ] as const;
  const [size, name] = units.find(([size]) => seconds >= size) ?? [1, 's'];
  return `${Math.floor(seconds / size)} ${name} ago`;
}

/** Text with nothing in it that hides, or that turns other text around: such characters are shown by their number. */
export const visible = (text: string): string =>
  text.replace(/[\p{Cc}\p{Cf}\p{Cs}\p{Co}]/gu, character =>
    character === '\n' || character === '\t'
      ? character
      : `⟨U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}⟩`,
  );

/** A token by itself: also with its spaces and line ends to be seen. */
export const visibleToken = (text: string): string =>
  visible(text).replaceAll('\n', '↵\n').replaceAll('\t', '→\t');

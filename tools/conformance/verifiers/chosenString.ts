/** Math-Verify's extraction of one of a few strings, such as the letters of choices. */

export interface StringConfig {
  readonly strings?: readonly string[];
  readonly lowercase?: boolean;
}

/** The string as compared and as written; nothing where none stands by itself. */
export function chosenString(
  text: string,
  { strings = ['A', 'B', 'C', 'D'], lowercase = true }: StringConfig,
): readonly string[] {
  const names = strings.map(name => name.replace(/[^\w]/g, '\\$&')).join('|');
  const suffix = String.raw`(?:\*\*)?(?:[.,:\s]|$)`;
  const alone = String.raw`(?:^|\s)(?:\*\*)?(${names})${suffix}`;
  const patterns = [
    String.raw`[Ff]inal [Aa]nswer is:?\s*(${names})\.?\s?I hope`,
    String.raw`[Ff]inal [Aa]nswer.{0,100}?\s+is:?\s*(${names})`,
    `[Aa]nswer:.{0,50}?${alone}`,
    `[Aa]nswer.{0,50}?${alone}`,
    String.raw`^(?:\*\*)?(${names})${suffix}`,
    alone,
  ];
  for (const pattern of patterns) {
    const found = [...text.matchAll(new RegExp(pattern, 'g'))].at(-1)?.[1];
    if (found !== undefined) return [lowercase ? found.toLowerCase() : found, found];
  }
  return [];
}

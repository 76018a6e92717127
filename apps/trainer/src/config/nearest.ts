import leven from 'leven';

/** The name that takes the fewest edits to reach: what a mistyped name was probably meant to be. */
export function nearest(name: string, names: readonly string[]): string | undefined {
  return names.toSorted((a, b) => leven(name, a) - leven(name, b))[0];
}

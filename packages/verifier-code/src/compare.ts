/** Compares what a program gave with what it should give. Expected values never enter the sandbox: this runs outside. */

/** Numbers may differ by this share where one has a fraction. */
const TOLERANCE = 1e-9;

/** Whether two JSON values are the same; numbers with fractions to 1e-9 of the larger. */
export function sameValue(received: unknown, expected: unknown): boolean {
  if (typeof received === 'number' && typeof expected === 'number') return sameNumber(received, expected);
  if (typeof received !== 'object' || typeof expected !== 'object' || !received || !expected)
    return received === expected;
  if (Array.isArray(received) !== Array.isArray(expected)) return false;
  const [ours, theirs] = [Object.keys(received), Object.keys(expected)];
  return (
    ours.length === theirs.length &&
    theirs.every(
      key =>
        Object.hasOwn(received, key) &&
        sameValue((received as Record<string, unknown>)[key], (expected as Record<string, unknown>)[key]),
    )
  );
}

function sameNumber(a: number, b: number): boolean {
  if (Number.isInteger(a) && Number.isInteger(b)) return a === b;
  return Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a), Math.abs(b));
}

/** Whether two outputs are the same, white space at line ends and at the end aside. */
export const sameOutput = (received: string, expected: string): boolean => tidy(received) === tidy(expected);

const tidy = (text: string): string =>
  text
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n')
    .trimEnd();

/** Options of verifiers. They come from recipes and command lines, so a wrong one is named rather than ignored. */
import { nearest } from './nearest.ts';

/** One option: its default, and which values are right. */
export interface Option<Value> {
  readonly fallback: Value;
  /** What is right, in words: "a number of at least 0". */
  readonly what: string;
  /** A right value, for the error's reader. */
  readonly like: Value;
  accepts(value: unknown): boolean;
}

/** An option for every setting. */
export type Options<Settings> = { readonly [Key in keyof Settings]: Option<Settings[Key]> };

/** true or false. */
export const flag = (fallback: boolean): Option<boolean> => ({
  fallback,
  what: 'true or false',
  like: fallback,
  accepts: value => typeof value === 'boolean',
});

/** A text; an empty one is right only where it is the default. */
export const text = (fallback: string, like: string = fallback): Option<string> => ({
  fallback,
  what: fallback === '' ? 'a text' : 'a text that is not empty',
  like,
  accepts: value => typeof value === 'string' && (value !== '' || fallback === ''),
});

/** A list of texts that are not empty. */
export const texts = (
  fallback: readonly string[],
  like: readonly string[] = fallback,
): Option<readonly string[]> => ({
  fallback,
  what: 'a list of texts that are not empty',
  like,
  accepts: value => Array.isArray(value) && value.every(entry => typeof entry === 'string' && entry !== ''),
});

/** A finite number from `min` to `max`. */
export const number = (
  fallback: number,
  { min = -Number.MAX_VALUE, max = Number.MAX_VALUE }: { readonly min?: number; readonly max?: number } = {},
): Option<number> => ({
  fallback,
  what: `a number${range(min, max)}`,
  like: fallback,
  accepts: value => typeof value === 'number' && value >= min && value <= max,
});

/** A whole number from `min` to `max`. */
export const whole = (
  fallback: number,
  { min = 0, max = Number.MAX_SAFE_INTEGER }: { readonly min?: number; readonly max?: number } = {},
): Option<number> => ({
  fallback,
  what: `a whole number${range(min, max)}`,
  like: fallback,
  accepts: value => Number.isSafeInteger(value) && (value as number) >= min && (value as number) <= max,
});

/** One of a few words. */
export const oneOf = <Word extends string>(fallback: Word, ...others: readonly Word[]): Option<Word> => {
  const words = [fallback, ...others];
  return {
    fallback,
    what: `one of ${words.join(', ')}`,
    like: fallback,
    accepts: value => words.includes(value as Word),
  };
};

const range = (min: number, max: number): string => {
  const [low, high] = [min > -Number.MAX_VALUE, max < Number.MAX_SAFE_INTEGER];
  if (low && high) return ` from ${min} to ${max}`;
  return low ? ` of at least ${min}` : high ? ` of at most ${max}` : '';
};

/**
 * Fills in the defaults.
 *
 * @throws TypeError on an option that is unknown or has a wrong value, with what is right
 */
export function readOptions<Settings extends object>(
  owner: string,
  known: Options<Settings>,
  given: Partial<Settings>,
): Settings {
  const keys = Object.keys(known) as (keyof Settings & string)[];
  for (const [key, value] of Object.entries(given)) {
    if (!Object.hasOwn(known, key))
      throw new TypeError(
        `${owner} has no option ${JSON.stringify(key)}; did you mean "${nearest(key, keys)}"?`,
      );
    const { what, like, accepts } = known[key as keyof Settings];
    if (!accepts(value))
      throw new TypeError(
        `${owner}: "${key}" is ${what}, like ${JSON.stringify(like)}; received ${JSON.stringify(value)}`,
      );
  }
  const defaults = Object.fromEntries(keys.map(key => [key, known[key].fallback]));
  return { ...defaults, ...given } as Settings;
}

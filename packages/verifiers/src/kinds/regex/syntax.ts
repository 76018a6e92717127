/** Patterns as trees. */

/** Whether a character, given as a code point, belongs to a set. */
export type CharacterSet = (codePoint: number) => boolean;

export type Pattern =
  | { readonly type: 'set'; readonly has: CharacterSet }
  | { readonly type: 'sequence'; readonly parts: readonly Pattern[] }
  | { readonly type: 'either'; readonly branches: readonly Pattern[] }
  | { readonly type: 'repeat'; readonly part: Pattern; readonly min: number; readonly max: number }
  | { readonly type: 'assert'; readonly where: 'start' | 'end' | 'boundary' | 'inside' };

/** How a pattern is read. */
export interface Flags {
  readonly ignoreCase: boolean;
  /** `^` and `$` match at line ends too. */
  readonly multiline: boolean;
  /** `.` matches line ends too. */
  readonly dotAll: boolean;
}

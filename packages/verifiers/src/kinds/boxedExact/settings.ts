import { nearest } from '../../nearest.ts';

export interface BoxedExactSettings {
  /** What opens a box; `\boxed{` unless told. */
  readonly open: string;
  /** What closes it; `}` unless told. */
  readonly close: string;
  /** The completion must end with the box: nothing may follow, not even white space. False unless told. */
  readonly atEnd: boolean;
  /** Where the completion holds `</think>`, only what follows the last one is read. True unless told. */
  readonly afterThink: boolean;
}

const defaults: BoxedExactSettings = { open: '\\boxed{', close: '}', atEnd: false, afterThink: true };

/** Fills in the defaults. Options come from recipes, so a wrong one is named rather than ignored. */
export function settings(options: Partial<BoxedExactSettings>): BoxedExactSettings {
  for (const [key, value] of Object.entries(options)) {
    if (!Object.hasOwn(defaults, key))
      throw new TypeError(
        `boxedExact has no option ${JSON.stringify(key)}; did you mean "${nearest(key, Object.keys(defaults))}"?`,
      );
    const expected = defaults[key as keyof BoxedExactSettings];
    if (typeof value !== typeof expected || value === '')
      throw new TypeError(
        `boxedExact: "${key}" is like ${JSON.stringify(expected)}; received ${JSON.stringify(value)}`,
      );
  }
  return { ...defaults, ...options };
}

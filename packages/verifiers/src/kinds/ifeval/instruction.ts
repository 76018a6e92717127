/** What an instruction is: arguments that were checked, and a rule. */
import { type Option, type Options, oneOf, readOptions, text, texts, whole } from '../../options.ts';

/** An instruction with its arguments: whether a response follows it. */
export type Follows = (response: string) => boolean;

/** Reads arguments. Throws TypeError with what is right, where one is missing, unknown or wrong. */
export type Instruction = (kwargs: Readonly<Record<string, unknown>>) => Follows;

/** The arguments that an instruction may have. `undefined` as a default means that it must be given. */
type Arguments<Args> = { readonly [Key in keyof Args]: Option<Args[Key]> };

/** Makes an instruction of its arguments and its rule. */
export const instruction =
  <Args extends object>(
    id: string,
    known: Arguments<Args>,
    follows: (response: string, args: Args) => boolean,
  ): Instruction =>
  kwargs => {
    const args = readOptions<Args>(id, known as Options<Args>, kwargs as Partial<Args>);
    for (const key of Object.keys(known) as (keyof Args & string)[])
      if (args[key] === undefined)
        throw new TypeError(
          `${id}: "${key}" is missing; it is ${known[key].what}, like ${JSON.stringify(known[key].like)}`,
        );
    return response => follows(response, args);
  };

const must = <Value>(option: Option<Value>): Option<Value> => ({ ...option, fallback: undefined as Value });

/** A whole number that must be given. */
export const count: Option<number> = must(whole(3));

/** A text that must be given. */
export const words = (like: string): Option<string> => must(text(like));

/** Texts that must be given. */
export const wordList = (like: readonly string[]): Option<readonly string[]> => must(texts(like));

export type Relation = 'less than' | 'at least';

/** `less than` or `at least`, which must be given. */
export const relation: Option<Relation> = must(oneOf<Relation>('at least', 'less than'));

/** Whether a number is `less than` or `at least` another. */
export const compares = (found: number, how: Relation, wanted: number): boolean =>
  how === 'less than' ? found < wanted : found >= wanted;

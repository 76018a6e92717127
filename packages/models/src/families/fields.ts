// Reads config.json field by field, and knows in the end which fields nobody asked for.

/** A config.json, parsed. */
export type ConfigFile = Readonly<Record<string, unknown>>;

/** Fields that say nothing of what a model computes. Other names that begin with _ are left alone too. */
const BOOKKEEPING: ReadonlySet<string> = new Set([
  ...['architectures', 'model_type', 'torch_dtype', 'dtype', 'transformers_version', 'use_cache'],
  ...['bos_token_id', 'eos_token_id', 'pad_token_id', 'unk_token_id', 'tokenizer_class'],
  // how the same products were once split; who made the file
  ...['pretraining_tp', 'is_llama_config', 'transformers.js_config', 'unsloth_fixed', 'unsloth_version'],
  // of other kinds of heads, and of what a call gives back
  ...['id2label', 'label2id', 'problem_type', 'chunk_size_feed_forward', 'return_dict'],
]);

export interface Fields {
  /** A positive whole number; `fallback` where the field is missing or null. */
  count(name: string, fallback?: number): number;
  /** A positive number. */
  positive(name: string, fallback?: number): number;
  flag(name: string, fallback: boolean): boolean;
  /** The nested object of that name, to be read like this one; undefined where missing or null. */
  nested(name: string): Fields | undefined;
  text(name: string): string | undefined;
  texts(name: string): readonly string[] | undefined;
  isGiven(name: string): boolean;
  /** Refuses all but `value`; a missing field or null will do. */
  only(name: string, value: unknown, why: string): void;
  /** Refuses the field whatever it is, because of `why`. */
  refuse(name: string, why: string): never;
  /** Refuses the first field that was not asked for and that may change what the model computes. */
  finish(): void;
}

/**
 * Fields of a config.json at `where`, a path. All that is wrong is a RangeError that names path, field and what was found.
 *
 * @param ignored fields that `finish` lets pass
 */
export function fieldsOf(
  file: ConfigFile,
  where: string,
  ignored: readonly string[] = [],
  prefix = '',
): Fields {
  const asked = new Set<string>();
  const nests: Fields[] = [];
  const take = (name: string): unknown => {
    asked.add(name);
    return file[name] ?? undefined;
  };
  const refuse = (name: string, why: string): never => {
    throw new RangeError(`${where}: ${prefix}${name} ${why}; found ${brief(file[name])}`);
  };
  const number = (name: string, fits: (n: number) => boolean, wanted: string, fallback?: number) => {
    const value = take(name) ?? fallback;
    return typeof value === 'number' && fits(value) ? value : refuse(name, `is ${wanted}`);
  };
  return {
    count: (name, fallback) =>
      number(name, n => Number.isInteger(n) && n > 0, 'a positive whole number, for example 64', fallback),
    positive: (name, fallback) =>
      number(name, n => Number.isFinite(n) && n > 0, 'a positive number, for example 0.5', fallback),
    flag: (name, fallback) => {
      const value = take(name) ?? fallback;
      return typeof value === 'boolean' ? value : refuse(name, 'is true or false');
    },
    nested: name => {
      const value = take(name);
      if (value === undefined) return undefined;
      if (typeof value !== 'object' || Array.isArray(value)) refuse(name, 'is an object');
      const nested = fieldsOf(value as ConfigFile, where, ignored, `${prefix}${name}.`);
      nests.push(nested);
      return nested;
    },
    text: name => {
      const value = take(name);
      return value === undefined || typeof value === 'string' ? value : refuse(name, 'is a text');
    },
    texts: name => {
      const value = take(name);
      const fits =
        value === undefined || (Array.isArray(value) && value.every(one => typeof one === 'string'));
      return fits ? (value as readonly string[] | undefined) : refuse(name, 'is a list of texts');
    },
    isGiven: name => take(name) !== undefined,
    only: (name, value, why) => {
      const found = take(name);
      if (found !== undefined && found !== value) refuse(name, `has to be ${brief(value)}: ${why}`);
    },
    refuse,
    finish: () => {
      for (const [name, value] of Object.entries(file)) {
        if (isOff(value) || asked.has(name) || ignored.includes(name)) continue;
        if (!prefix && (BOOKKEEPING.has(name) || name.startsWith('_'))) continue;
        refuse(
          name,
          `is not supported; if it does not change what the model computes, say { ignoreFields: ['${name}'] }`,
        );
      }
      for (const nested of nests) nested.finish();
    },
  };
}

/** null, false, and lists and objects of nothing: how files say that something is not there. */
function isOff(value: unknown): boolean {
  if (typeof value === 'object' && value !== null) return Object.keys(value).length === 0;
  return value === null || value === false;
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing';
  return text.length > 80 ? `${text.slice(0, 77)}...` : text;
}

import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';

/** The content of tokenizer.json and of tokenizer_config.json, as Hugging Face's libraries read them. */
export interface TokenizerFiles {
  readonly json: Readonly<Record<string, unknown>>;
  readonly config: Readonly<Record<string, unknown>>;
}

/** From text to token ids and back. Ids are in [0, vocabSize). */
export interface Tokenizer extends TokenizerFiles {
  /**
   * The ids of a text, without added special tokens; those spelled out in the text (`<eos>`) are recognised.
   *
   * @throws on a character that the vocabulary can't express, which it names: nothing is dropped or made unknown
   */
  encode(text: string): Int32Array;
  /** The text of ids; `skipSpecial` leaves out the special tokens (false unless told). */
  decode(ids: ArrayLike<number>, options?: { skipSpecial?: boolean }): string;
  /** Null where the model has none, as in the Qwen family. */
  readonly bos: number | null;
  readonly eos: number;
  readonly pad: number;
  /** One more than the largest id. */
  readonly vocabSize: number;
  /** The ids of all tokens whose text contains the substring, such as the paragraph breaks `\n\n`. */
  tokensContaining(substring: string): ReadonlySet<number>;
}

const special = { pad_token: '<pad>', bos_token: '<bos>', eos_token: '<eos>' } as const;

/**
 * A tokenizer of single characters, for the characters (Unicode code points) of these texts: pad, bos and eos
 * are 0, 1 and 2, the characters follow by code point, so that the same data give the same ids.
 *
 * Word-level over a split into characters rather than BPE without merges: for an unknown character this
 * fails in Python too, where BPE would drop it without a word.
 */
export function characterTokenizer(texts: Iterable<string>): TokenizerFiles {
  const characters = new Set<string>();
  for (const text of texts) {
    const name = Object.values(special).find(token => text.includes(token));
    if (name) throw new Error(`a text holds ${name}, which names a special token: ${excerpt(text)}`);
    for (const character of text) characters.add(character);
  }
  const broken = [...characters].find(character => /\p{Surrogate}/u.test(character));
  if (broken) throw new Error(`a text holds half a character, the lone surrogate ${named(broken)}`);
  const ordered = [...characters].sort((a, b) => a.codePointAt(0)! - b.codePointAt(0)!);
  const tokens = [...Object.values(special), ...ordered];
  return {
    json: {
      version: '1.0',
      truncation: null,
      padding: null,
      added_tokens: Object.values(special).map((content, id) => ({
        id,
        content,
        single_word: false,
        lstrip: false,
        rstrip: false,
        normalized: false,
        special: true,
      })),
      normalizer: null,
      pre_tokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
      post_processor: null,
      decoder: { type: 'Fuse' },
      // The format wants an unknown token; this one isn't in the vocabulary, which makes unknowns errors.
      model: {
        type: 'WordLevel',
        vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
        unk_token: '<unk>',
      },
    },
    config: { tokenizer_class: 'PreTrainedTokenizerFast', clean_up_tokenization_spaces: false, ...special },
  };
}

/** Makes a tokenizer of its files, ours or a model's from the Hub. */
export function loadTokenizer({ json, config }: TokenizerFiles): Tokenizer {
  const hub = new HubTokenizer(json, config);
  /** The characters found expressible so far. */
  const known = new Set<string>();
  const ids = (text: string): number[] => hub.encode(text, { add_special_tokens: false }).ids;
  const unknown = idOf(hub, config, 'unk_token');

  const expressible = (character: string): boolean => {
    const found = ids(character);
    return found.length > 0 && found.every(id => id !== undefined && id !== unknown);
  };
  const withoutSpecial = (text: string): string =>
    [...hub.get_added_tokens_decoder().values()].reduce(
      (rest, { content }) => rest.replaceAll(content, ''),
      text,
    );
  const idOrFail = (name: string): number => {
    const id = idOf(hub, config, name);
    if (id !== null) return id;
    throw new Error(
      `tokenizer_config.json: ${name} must name a token of the vocabulary, for example "<eos>"; received ${JSON.stringify(config[name])}`,
    );
  };
  const decode = (tokens: ArrayLike<number>, skipSpecial: boolean): string =>
    // The library refuses an empty list, and by default removes spaces before punctuation.
    tokens.length === 0
      ? ''
      : hub.decode(Array.from(tokens), {
          skip_special_tokens: skipSpecial,
          clean_up_tokenization_spaces: false,
        });
  const vocabSize = [...hub.get_vocab().values()].reduce((largest, id) => Math.max(largest, id), 0) + 1;

  return {
    json,
    config,
    encode(text) {
      for (const character of text) {
        if (known.has(character)) continue;
        if (expressible(character)) known.add(character);
        else if (withoutSpecial(text).includes(character))
          throw new Error(`the character ${named(character)} is not in the vocabulary: ${excerpt(text)}`);
      }
      return Int32Array.from(ids(text));
    },
    decode: (tokens, { skipSpecial = false } = {}) => decode(tokens, skipSpecial),
    bos: idOf(hub, config, 'bos_token'),
    eos: idOrFail('eos_token'),
    pad: idOrFail('pad_token'),
    vocabSize,
    tokensContaining(substring) {
      const found = new Set<number>();
      for (let id = 0; id < vocabSize; id++)
        if (hub.id_to_token(id) !== undefined && decode([id], false).includes(substring)) found.add(id);
      return found;
    },
  };
}

/** Writes tokenizer.json and tokenizer_config.json to a folder, which is made if need be. */
export async function saveTokenizer(folder: string, { json, config }: TokenizerFiles): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'tokenizer.json'), `${JSON.stringify(json, null, 2)}\n`);
  await writeFile(join(folder, 'tokenizer_config.json'), `${JSON.stringify(config, null, 2)}\n`);
}

/** Loads the tokenizer of a model's folder from its tokenizer.json and tokenizer_config.json. */
export async function readTokenizer(folder: string): Promise<Tokenizer> {
  const read = async (name: string): Promise<Record<string, unknown>> =>
    JSON.parse(await readFile(join(folder, name), 'utf8'));
  return loadTokenizer({ json: await read('tokenizer.json'), config: await read('tokenizer_config.json') });
}

/** The id of a special token that the config names, as a string or as `{ content }`; null if it names none. */
function idOf(hub: HubTokenizer, config: TokenizerFiles['config'], name: string): number | null {
  const value = config[name];
  const token = typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
  return typeof token === 'string' ? (hub.token_to_id(token) ?? null) : null;
}

const named = (character: string): string =>
  `${JSON.stringify(character)} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;

const excerpt = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

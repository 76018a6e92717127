import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readJson } from './files/json.ts';
import { openEncoding } from './tokenizers/encoding.ts';
import { endTokens, idOf, padToken } from './tokenizers/specialTokens.ts';

type Json = Readonly<Record<string, unknown>>;

/** The files of a tokenizer, as Hugging Face's libraries read them. */
export interface TokenizerFiles {
  /** tokenizer.json */
  readonly json: Json;
  /** tokenizer_config.json; with its chat template, which may also lie in a file of its own. */
  readonly config: Json;
  /** generation_config.json, where there is one: it may name further ends, and how its authors sample. */
  readonly generation?: Json;
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
  /** The end of sequence that a model is taught. */
  readonly eos: number;
  /** Every token that ends a completion, `eos` among them: chat models have several. What the sampler takes as `stop`. */
  readonly ends: ReadonlySet<number>;
  /** Never one of the ends; null where the vocabulary has no token for it. Rows here carry their lengths and need none. */
  readonly pad: number | null;
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

/**
 * Makes a tokenizer of its files, ours or a model's from the Hub. Encodes and decodes as Python's tokenizers does.
 *
 * @throws Error or RangeError naming the file and the field that does not fit
 */
export function loadTokenizer(files: TokenizerFiles): Tokenizer {
  const { json, config } = files;
  const { hub, encode: ids, decode } = openEncoding(json, config);
  /** The characters found expressible so far. */
  const known = new Set<string>();
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
  const vocabSize = [...hub.get_vocab().values()].reduce((largest, id) => Math.max(largest, id), 0) + 1;
  const { eos, ends } = endTokens(hub, files);

  return {
    ...files,
    encode(text) {
      for (const character of text) {
        if (known.has(character)) continue;
        if (expressible(character)) known.add(character);
        else if (withoutSpecial(text).includes(character))
          throw new Error(`the character ${named(character)} is not in the vocabulary: ${excerpt(text)}`);
      }
      return Int32Array.from(ids(text));
    },
    decode: (tokens, { skipSpecial = false } = {}) => decode(Array.from(tokens), skipSpecial),
    bos: idOf(hub, config, 'bos_token'),
    eos,
    ends,
    pad: padToken(hub, config, ends),
    vocabSize,
    tokensContaining(substring) {
      const found = new Set<number>();
      for (let id = 0; id < vocabSize; id++) if (decode([id], false).includes(substring)) found.add(id);
      return found;
    },
  };
}

/** Writes tokenizer.json, tokenizer_config.json and, where there is one, generation_config.json to a folder, made if need be. */
export async function saveTokenizer(
  folder: string,
  { json, config, generation }: TokenizerFiles,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const write = (name: string, content: Json) =>
    writeFile(join(folder, name), `${JSON.stringify(content, null, 2)}\n`);
  await write('tokenizer.json', json);
  await write('tokenizer_config.json', config);
  if (generation) await write('generation_config.json', generation);
}

/**
 * Loads the tokenizer of a model's folder: tokenizer.json and tokenizer_config.json, and where they are there
 * chat_template.jinja, which goes before a template in tokenizer_config.json, and generation_config.json.
 *
 * @throws Error or RangeError naming the file that is missing or the field that does not fit
 */
export async function readTokenizer(folder: string): Promise<Tokenizer> {
  const path = (name: string) => join(folder, name);
  const config = await readJson(path('tokenizer_config.json'));
  const [chat, generation] = [path('chat_template.jinja'), path('generation_config.json')];
  return loadTokenizer({
    json: await readJson(path('tokenizer.json')),
    config: existsSync(chat) ? { ...config, chat_template: await readFile(chat, 'utf8') } : config,
    ...(existsSync(generation) && { generation: await readJson(generation) }),
  });
}

const named = (character: string): string =>
  `${JSON.stringify(character)} (U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')})`;

const excerpt = (text: string): string => JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}...` : text);

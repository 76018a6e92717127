// The tokens that begin, end and fill sequences, from what a model's files name them.

import type { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';
import type { TokenizerFiles } from '../tokenizer.ts';

type Json = Readonly<Record<string, unknown>>;

/** The text of a special token that the config names, as a string or as `{ content }`; undefined if it names none. */
export function textOf(config: Json, name: string): string | undefined {
  const value = config[name];
  const token = typeof value === 'object' && value !== null && 'content' in value ? value.content : value;
  return typeof token === 'string' ? token : undefined;
}

/** Its id; null if the config names none, or none of the vocabulary. */
export function idOf(hub: HubTokenizer, config: Json, name: string): number | null {
  const token = textOf(config, name);
  return token === undefined ? null : (hub.token_to_id(token) ?? null);
}

/**
 * The end of sequence that tokenizer_config.json names, and all ends: with those of generation_config.json, a number or a
 * list.
 *
 * @throws Error when tokenizer_config.json names none, RangeError when generation_config.json names what is no token
 */
export function endTokens(
  hub: HubTokenizer,
  { config, generation = {} }: TokenizerFiles,
): { readonly eos: number; readonly ends: ReadonlySet<number> } {
  const eos = idOf(hub, config, 'eos_token');
  if (eos === null) throw misnamed(config, 'eos_token');
  const more = generation.eos_token_id ?? [];
  const ends = new Set([eos]);
  for (const id of Array.isArray(more) ? more : [more]) {
    if (!Number.isInteger(id) || hub.id_to_token(id) === undefined) {
      throw new RangeError(
        `generation_config.json: eos_token_id is the id of a token or a list of them, for example [2]; received ${JSON.stringify(more)}`,
      );
    }
    ends.add(id);
  }
  return { eos, ends };
}

/**
 * The token that rows are filled up with: the one that the config names unless that ends sequences, or else the first special
 * token called pad, or else the first that neither begins nor ends sequences; null where there is none. Where filling and
 * ending are one token, who masks the one masks the other, and a model never learns to end.
 *
 * @throws Error when the config names what is no token
 */
export function padToken(hub: HubTokenizer, config: Json, ends: ReadonlySet<number>): number | null {
  const named = idOf(hub, config, 'pad_token');
  if (named === null && textOf(config, 'pad_token') !== undefined) throw misnamed(config, 'pad_token');
  if (named !== null && !ends.has(named)) return named;
  const bos = idOf(hub, config, 'bos_token');
  const special = [...hub.get_added_tokens_decoder().values()].filter(
    ({ id, special }) => special && id !== bos && !ends.has(id),
  );
  return (special.find(({ content }) => /pad/i.test(content)) ?? special[0])?.id ?? null;
}

function misnamed(config: Json, name: string): Error {
  return new Error(
    `tokenizer_config.json: ${name} must name a token of the vocabulary, for example "<eos>"; received ${JSON.stringify(config[name])}`,
  );
}

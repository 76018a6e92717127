// Text to ids and back through Hugging Face's tokenizers for JavaScript, with the results of its tokenizers for Python. Where
// the two differ, on blanks, digits and bytes of Unicode beyond ASCII, it is given the same in other words.

import { Tokenizer as HubTokenizer } from '@huggingface/tokenizers';

type Json = Readonly<Record<string, unknown>>;

/** What a tokenizer.json does, without added special tokens. */
export interface Encoding {
  readonly hub: HubTokenizer;
  encode(text: string): number[];
  /** Ids that stand for no token are left out. */
  decode(ids: readonly number[], skipSpecial: boolean): string;
}

interface AddedToken {
  readonly content: string;
  readonly lstrip?: boolean;
  readonly rstrip?: boolean;
  readonly single_word?: boolean;
}

/** Throws RangeError, naming the field, on what neither the library nor this file does as Python does. */
export function openEncoding(json: Json, config: Json): Encoding {
  const added = (json.added_tokens ?? []) as readonly AddedToken[];
  const single = added.find(({ single_word }) => single_word);
  if (single) {
    throw new RangeError(
      `tokenizer.json: added_tokens with single_word are not supported; got ${JSON.stringify(single.content)}`,
    );
  }
  const strip = stripper(added);
  const hub = new HubTokenizer(
    {
      ...json,
      added_tokens: added.map(token => ({ ...token, lstrip: false, rstrip: false })),
      pre_tokenizer: rewritten(json.pre_tokenizer),
    },
    config,
  );
  repairBytes(hub.decoder);
  return {
    hub,
    encode: text => hub.encode(strip(text), { add_special_tokens: false }).ids,
    decode(ids, skipSpecial) {
      const known = ids.filter(id => hub.id_to_token(id) !== undefined);
      // the library refuses an empty list, and by default removes blanks before punctuation
      return known.length === 0
        ? ''
        : hub.decode(known, { skip_special_tokens: skipSpecial, clean_up_tokenization_spaces: false });
    },
  };
}

/** The blanks that belong to added tokens, removed: those of Unicode, where JavaScript's `trim` has a list of its own. */
function stripper(added: readonly AddedToken[]): (text: string) => string {
  const steps = added
    .filter(({ lstrip, rstrip }) => lstrip || rstrip)
    .map(({ content, lstrip, rstrip }) => {
      const name = content.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
      const blanks = (on: boolean | undefined) => (on ? '\\p{White_Space}*' : '');
      return { pattern: new RegExp(blanks(lstrip) + name + blanks(rstrip), 'gu'), content };
    });
  return text => steps.reduce((rest, { pattern, content }) => rest.replace(pattern, () => content), text);
}

/** GPT-2's pattern, which ByteLevel splits by unless told not to. */
const GPT2 = "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+";

/** A pre-tokenizer, with patterns in the place of what the library knows of blanks and digits; those it reads as Python does. */
function rewritten(part: unknown): unknown {
  if (typeof part !== 'object' || part === null) return part;
  const { type, pretokenizers, use_regex, add_prefix_space, individual_digits } = part as Json;
  const split = (pattern: string) => ({
    type: 'Split',
    pattern: { Regex: pattern },
    behavior: 'Isolated',
    invert: false,
  });
  if (Array.isArray(pretokenizers)) return { ...part, pretokenizers: pretokenizers.map(rewritten) };
  if (type === 'Digits') return split(individual_digits ? '\\p{N}' : '\\p{N}+');
  if (type === 'ByteLevel' && use_regex !== false && !add_prefix_space) {
    return { type: 'Sequence', pretokenizers: [split(GPT2), { ...part, use_regex: false }] };
  }
  return part;
}

interface DecoderPart {
  readonly config?: Json;
  readonly decoders?: readonly DecoderPart[];
  decode_chain?(tokens: readonly string[]): string[];
}

/** Has bytes that stand for themselves decoded as Python does: one replacement character a byte where they are no text. */
function repairBytes(decoder: unknown): void {
  const part = decoder as DecoderPart | null;
  for (const each of part?.decoders ?? []) repairBytes(each);
  if (part?.config?.type === 'ByteFallback') part.decode_chain = joinBytes;
}

function joinBytes(tokens: readonly string[]): string[] {
  const texts: string[] = [];
  let bytes: number[] = [];
  const flush = () => {
    if (bytes.length > 0) texts.push(textOf(bytes));
    bytes = [];
  };
  for (const token of tokens) {
    const byte = /^<0x([0-9A-Fa-f]{2})>$/.exec(token)?.[1];
    if (byte !== undefined) {
      bytes.push(Number.parseInt(byte, 16));
    } else {
      flush();
      texts.push(token);
    }
  }
  flush();
  return texts;
}

function textOf(bytes: readonly number[]): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(Uint8Array.from(bytes));
  } catch {
    return '\ufffd'.repeat(bytes.length);
  }
}

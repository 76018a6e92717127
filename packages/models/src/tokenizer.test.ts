import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { characterTokenizer, loadTokenizer, readTokenizer, saveTokenizer } from './tokenizer.ts';

const twoDigits = '0123456789abcdfhmnopqrst=[]:\n';

/** As small as a byte-level BPE of the GPT-2 kind can be: the newline is written Ċ in its vocabulary. */
const byteLevel = {
  json: {
    added_tokens: [{ id: 4, content: '<|end|>', special: true, normalized: false }],
    normalizer: null,
    pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, use_regex: false },
    post_processor: null,
    decoder: { type: 'ByteLevel' },
    model: { type: 'BPE', vocab: { a: 0, Ċ: 1, ĊĊ: 2, aĊĊ: 3 }, merges: ['Ċ Ċ', 'a ĊĊ'] },
  },
  config: { eos_token: { content: '<|end|>' }, pad_token: '<|end|>', bos_token: null },
};

describe('a character tokenizer', () => {
  const tokenizer = loadTokenizer(characterTokenizer([twoDigits]));

  test('has the 32 tokens of the two-digit task, pad, bos and eos first', () => {
    const { pad, bos, eos, vocabSize } = tokenizer;
    expect({ pad, bos, eos, vocabSize }).toEqual({ pad: 0, bos: 1, eos: 2, vocabSize: 32 });
    expect(tokenizer.encode('\n09')).toEqual(Int32Array.of(3, 4, 13));
    expect(tokenizer.encode('')).toEqual(new Int32Array(0));
  });

  test.prop([fc.string({ unit: fc.constantFrom(...twoDigits) })])(
    'takes one token a character, and back',
    text => {
      expect(tokenizer.encode(text).length).toBe(text.length);
      expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    },
  );

  test('skips special tokens when asked, and reads them where they are spelled out', () => {
    const ids = [1, ...tokenizer.encode('[13]'), 2, 0];
    expect(tokenizer.decode(ids)).toBe('<bos>[13]<eos><pad>');
    expect(tokenizer.decode(ids, { skipSpecial: true })).toBe('[13]');
    expect(tokenizer.decode(Int32Array.of(2), { skipSpecial: true })).toBe('');
    expect([...tokenizer.encode('<bos>[13]<eos><pad>')]).toEqual(ids);
  });

  test('names a character it does not know', () => {
    expect(() => tokenizer.encode('12:z=')).toThrow(
      'the character "z" (U+007A) is not in the vocabulary: "12:z="',
    );
    expect(() => tokenizer.encode('1 2')).toThrow('the character " " (U+0020)');
    expect(() => tokenizer.encode('12😀')).toThrow('the character "😀" (U+1F600)');
    expect(() => tokenizer.encode('<eos>1<')).toThrow('the character "<" (U+003C)');
  });

  test('finds the tokens that contain a text', () => {
    expect([...tokenizer.tokensContaining('\n')]).toEqual([3]);
    expect([...tokenizer.tokensContaining('\n\n')]).toEqual([]);
    expect([...tokenizer.tokensContaining('os')]).toEqual([1, 2]);
  });
});

test.prop([fc.array(fc.string({ unit: 'binary' }))])(
  'any texts: round trip, and one order of the vocabulary',
  texts => {
    const files = characterTokenizer(texts);
    const tokenizer = loadTokenizer(files);
    for (const text of texts) expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(characterTokenizer([...texts].reverse())).toEqual(files);
    expect(tokenizer.vocabSize).toBe(3 + new Set(texts.join('')).size);
  },
);

test('spaces, newlines, punctuation and joined emoji stay as they are', () => {
  const text = ' 1 .\t\n\n  Is it ? \r\n 👩‍👩‍👧 é é ';
  const tokenizer = loadTokenizer(characterTokenizer([text]));
  expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
  expect(tokenizer.decode(tokenizer.encode(text), { skipSpecial: true })).toBe(text);
});

test('a text that holds a special token or half a character is refused', () => {
  expect(() => characterTokenizer(['a<eos>'])).toThrow(
    'a text holds <eos>, which names a special token: "a<eos>"',
  );
  expect(() => characterTokenizer(['a\ud83d'])).toThrow('the lone surrogate "\\ud83d" (U+D83D)');
});

describe('a byte-level tokenizer, as the Hub has them', () => {
  const tokenizer = loadTokenizer(byteLevel);

  test('finds the merged paragraph breaks by their text', () => {
    expect([...tokenizer.tokensContaining('\n\n')]).toEqual([2, 3]);
    expect([...tokenizer.encode('a\n\na')]).toEqual([3, 0]);
    expect(tokenizer.decode([3, 0, 4], { skipSpecial: true })).toBe('a\n\na');
  });

  test('has no bos, takes named special tokens, and drops nothing', () => {
    const { bos, eos, pad, vocabSize } = tokenizer;
    expect({ bos, eos, pad, vocabSize }).toEqual({ bos: null, eos: 4, pad: null, vocabSize: 5 });
    expect([...tokenizer.encode('a<|end|>')]).toEqual([0, 4]);
    expect(() => tokenizer.encode('ab')).toThrow('the character "b" (U+0062)');
  });

  test('says what to write where eos is missing or pad is no token', () => {
    const named = { eos_token: '<|end|>', pad_token: '<none>' };
    expect(() => loadTokenizer({ ...byteLevel, config: named })).toThrow(
      'pad_token must name a token of the vocabulary',
    );
    expect(() => loadTokenizer({ ...byteLevel, config: {} })).toThrow(
      'eos_token must name a token of the vocabulary, for example "<eos>"; received undefined',
    );
  });

  const special = (...contents: string[]) =>
    contents.map((content, i) => ({ id: 4 + i, content, special: true, normalized: false }));
  test.each([
    ['the one that is named', special('<|end|>', '<pad>', '<fill>'), '<fill>', 6],
    [
      'one called pad, where the named one ends sequences',
      special('<|end|>', '<x>', '<|right_pad|>'),
      '<|end|>',
      6,
    ],
    ['one called pad, where none is named', special('<|end|>', '<x>', '<pad>'), undefined, 6],
    ['another that is neither beginning nor end', special('<|end|>', '<bos>', '<x>'), '<|end|>', 6],
    ['none, where there is none', special('<|end|>', '<bos>'), '<|end|>', null],
  ])('fills with %s', (_, added_tokens, pad_token, expected) => {
    const json = { ...byteLevel.json, added_tokens };
    const config = { eos_token: '<|end|>', bos_token: '<bos>', ...(pad_token && { pad_token }) };
    expect(loadTokenizer({ json, config }).pad).toBe(expected);
  });

  test('ends with what generation_config.json says, too, which padding avoids', () => {
    const json = { ...byteLevel.json, added_tokens: special('<|end|>', '<|endoftext|>', '<pad>') };
    const config = { eos_token: '<|end|>', pad_token: '<|endoftext|>' };
    const ends = (eos_token_id: unknown) => loadTokenizer({ json, config, generation: { eos_token_id } });
    expect([...ends([4, 5]).ends]).toEqual([4, 5]);
    expect(ends([4, 5]).pad).toBe(6);
    expect([...ends(5).ends]).toEqual([4, 5]);
    expect(ends(undefined).pad).toBe(5);
    expect(() => ends([99])).toThrow(
      'generation_config.json: eos_token_id is the id of a token or a list of them, for example [2]; received [99]',
    );
  });
});

test('an unknown token never stands for a character', () => {
  const { json, config } = characterTokenizer(['a?']);
  const model = { ...(json.model as object), unk_token: '?' };
  const tokenizer = loadTokenizer({ json: { ...json, model }, config: { ...config, unk_token: '?' } });
  expect(() => tokenizer.encode('ab')).toThrow('the character "b"');
});

test('is saved under the names that other libraries read, and read back', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
  const files = characterTokenizer([twoDigits, '😀']);
  await saveTokenizer(join(folder, 'model'), files);
  expect(await readdir(join(folder, 'model'))).toEqual(['tokenizer.json', 'tokenizer_config.json']);
  const { json, config, encode } = await readTokenizer(join(folder, 'model'));
  expect({ json, config }).toEqual(files);
  expect(encode('1😀')).toEqual(loadTokenizer(files).encode('1😀'));
  await rm(folder, { recursive: true });
});

test('a chat template in a file of its own goes first; generation_config.json is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tokenizer-'));
  const files = characterTokenizer([twoDigits]);
  const generation = { do_sample: true, temperature: 0.6, eos_token_id: [2] };
  await saveTokenizer(folder, { ...files, config: { ...files.config, chat_template: 'old' }, generation });
  await writeFile(join(folder, 'chat_template.jinja'), 'new');
  const read = await readTokenizer(folder);
  expect(read.config.chat_template).toBe('new');
  expect(read.generation).toEqual(generation);
  await rm(folder, { recursive: true });
});

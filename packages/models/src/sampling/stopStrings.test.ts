import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { completedStop } from './stopStrings.ts';

// tokens of one to three bytes of UTF-8, as byte-level tokenizers have: a character may lie in four of them
const bytes = new TextEncoder().encode('ab\n#é漢🎉🎉\n\nab##');
const vocabulary = [1, 2, 3].flatMap(length =>
  Array.from({ length: bytes.length - length + 1 }, (_, at) => bytes.slice(at, at + length)),
);
const decode = (ids: readonly number[]) =>
  new TextDecoder().decode(Uint8Array.from(ids.flatMap(id => [...vocabulary[id]!])));
const id = fc.nat({ max: vocabulary.length - 1 });
const stop = fc.constantFrom('\n\n', 'ab', '🎉', 'é漢', '##', 'ab##\n', 'b\n#é漢🎉🎉\n\na');

test.prop([fc.array(id, { maxLength: 60 }), fc.array(stop, { maxLength: 3 }), fc.nat({ max: 5 })])(
  'finds a stop string at the token with which the whole text first holds it',
  (ids, stops, first) => {
    const tokens = [...Array(first).fill(0), ...ids];
    const end = ids.findIndex((_, i) => completedStop(decode, tokens.slice(0, first + i + 1), first, stops));
    const expected = ids.findIndex((_, i) => stops.some(text => decode(ids.slice(0, i + 1)).includes(text)));
    expect(end).toBe(expected);
    if (end >= 0) {
      const text = decode(ids.slice(0, end + 1));
      expect(text).toContain(completedStop(decode, tokens.slice(0, first + end + 1), first, stops));
    }
  },
);

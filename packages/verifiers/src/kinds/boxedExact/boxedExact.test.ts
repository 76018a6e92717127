import { fc, test } from '@fast-check/vitest';
import { expect } from 'vitest';
import { lastBox } from '../../extract/lastBox.ts';
import { type BoxedExactOptions, boxedExact } from './index.ts';

const bracketed: BoxedExactOptions = { open: '[', close: ']', atEnd: true };
const digits = fc.stringMatching(/^[0-9]{2}$/);
const plain = fc.string().filter(text => !/[\\{}]|<\/think>/.test(text));

test.prop([plain, plain, plain])(
  'finds what was boxed last, whatever stands around it',
  (before, inside, after) => {
    expect(lastBox(`${before}\\boxed{${inside}}${after}`, '\\boxed{', '}')?.content).toBe(inside);
  },
);

test.prop([fc.string(), digits, digits])(
  'at the end: correct exactly if the text ends in [gold]',
  (before, gold, other) => {
    const score = (completion: string) => boxedExact.verify({ gold, completion }, bracketed).score;
    expect(score(`${before}[${gold}]`)).toBe(1);
    expect(score(`${before}[${other}]`)).toBe(other === gold ? 1 : 0);
    expect(score(`${before}[${gold}]${before}x`)).toBe(0);
  },
);

test.prop([fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ unit: 'binary' })])(
  'never throws, and scores exactly the verdicts that have a score',
  (gold, completion) => {
    const { status, score } = boxedExact.verify({ gold, completion });
    expect(score).toBe(status === 'correct' ? 1 : status === 'gold_unparsable' ? null : 0);
  },
);

test('a wrong option is named, with what is right', () => {
  const verify = (options: object) => boxedExact.verify({ gold: '1', completion: '2' }, options);
  expect(() => verify({ opne: '[' })).toThrow('no option "opne"; did you mean "open"?');
  expect(() => verify({ toString: '[' })).toThrow('no option "toString"');
  expect(() => verify({ open: '' })).toThrow(
    '"open" is a text that is not empty, like "\\\\boxed{"; received ""',
  );
  expect(() => verify({ atEnd: 'yes' })).toThrow('"atEnd" is true or false, like false; received "yes"');
});

import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { makeColumns } from './columns.ts';

const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
const name = fc.oneof(fc.constantFrom('step', 'reward', 'level0', 'verifier/correct'), fc.string());
const value = fc.oneof(finite, fc.integer(), fc.constant(null), fc.array(finite, { maxLength: 4 }));
const line = fc.oneof(
  fc.dictionary(name, value, { noNullPrototype: true }),
  // what only the slow way reads
  fc.dictionary(name, fc.oneof(value, fc.string(), fc.boolean()), { noNullPrototype: true }),
);

const add = (columns: ReturnType<typeof makeColumns>, text: string) => {
  // neighbours in the file must not be read
  const bytes = Buffer.from(`9]"${text}\n{"reward":7}`);
  columns.add(bytes, 3, 3 + Buffer.byteLength(text));
};

describe('columns', () => {
  test.prop([fc.array(line, { maxLength: 12 }), fc.boolean()])(
    'hold what JSON.parse reads',
    (lines, spaced) => {
      const columns = makeColumns();
      for (const row of lines) {
        // as Python's json.dumps writes it, and as JSON.stringify does
        const text = spaced
          ? JSON.stringify(row, null, 1).replace(/\n */g, ' ').replaceAll('{ ', '{')
          : JSON.stringify(row);
        add(columns, text);
      }
      expect([columns.rows, columns.unreadable]).toEqual([lines.length, 0]);
      const keys = new Set(lines.flatMap(row => Object.keys(row)));
      for (const key of keys) {
        lines.forEach((row, i) => {
          const expected = Object.hasOwn(row, key) ? row[key] : undefined;
          const actual = columns.column(key)?.[i] ?? Number.NaN;
          if (typeof expected === 'number') {
            expect(Math.abs(actual - expected)).toBeLessThanOrEqual(
              Math.abs(expected) * 2e-15 + Number.MIN_VALUE * 2,
            );
          } else {
            expect(actual).toBeNaN();
          }
          if (Array.isArray(expected)) expect(columns.listAt(key, i)).toEqual({ row: i, values: expected });
        });
      }
      const numbers = [...keys].filter(key => lines.some(row => typeof row[key] === 'number'));
      expect(columns.names().toSorted()).toEqual(numbers.toSorted());
    },
  );

  it('names what is nested by its path', () => {
    const columns = makeColumns();
    add(columns, '{"step":1,"seconds":2.5,"phases":{"collect":2,"learn":0.5}}');
    expect(columns.names()).toEqual(['step', 'seconds', 'phases/collect', 'phases/learn']);
    expect([...columns.column('phases/learn')!]).toEqual([0.5]);
  });

  it('counts lines that are none, and leaves no trace of them', () => {
    const columns = makeColumns();
    for (const text of ['{"a":1}', '{"a":2,', '[1]', '{"a":5,"b":tru}', '{"a":3}']) add(columns, text);
    expect([columns.rows, columns.unreadable]).toEqual([2, 3]);
    expect([...columns.column('a')!]).toEqual([1, 3]);
    expect(columns.names()).toEqual(['a']);
  });

  it('grow, and forget', () => {
    const columns = makeColumns();
    for (let step = 1; step <= 3000; step++)
      add(columns, `{"step":${step}${step > 2000 ? ',"late":1' : ''}}`);
    expect(columns.column('step')!.at(-1)).toBe(3000);
    expect([columns.column('late')![1999], columns.column('late')![2000]]).toEqual([Number.NaN, 1]);
    columns.clear();
    add(columns, '{"late":2}');
    expect([columns.rows, [...columns.column('late')!], columns.names()]).toEqual([1, [2], ['late']]);
  });
});

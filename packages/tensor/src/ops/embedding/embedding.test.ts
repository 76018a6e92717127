import { describe, expect, it } from 'vitest';
import { vjp } from '../../graph/gradient.ts';
import { input } from '../../graph/tensor.ts';
import { conform } from '../../testing/conform.ts';
import { onEveryBackend } from '../../testing/everyBackend.ts';
import { suites } from './embedding.conformance.ts';
import { embedding } from './embedding.ts';

conform(...suites);

onEveryBackend('embedding', device => {
  it('gives NaN for ids outside the vocabulary, and leaves them out of the gradient', async () => {
    const [ids, table, dy] = [input([4], 'i32'), input([2, 5]), input([4, 5])];
    const y = embedding(ids, table);
    const [dtable] = vjp([y], [dy], [table]);
    const { plans, release } = device().compile({
      inputs: { ids, table, dy },
      outputs: { y, dtable: dtable! },
    });
    const results = await plans[0].run({
      ids: Int32Array.of(1, 2, -1, 1),
      table: new Float32Array(10).fill(3),
      dy: Float32Array.from({ length: 20 }, (_, i) => i),
    });
    release();
    const row = (i: number) => [...results.y!.slice(5 * i, 5 * i + 5)];
    expect([row(0), row(3)]).toEqual([Array(5).fill(3), Array(5).fill(3)]);
    expect([...row(1), ...row(2)]).toEqual(Array(10).fill(Number.NaN));
    expect([...results.dtable!]).toEqual([0, 0, 0, 0, 0, 15, 17, 19, 21, 23]);
  });
});

describe('embedding', () => {
  it('wants whole ids and a table of two axes', () => {
    expect(() => embedding(input([3]), input([4, 5]))).toThrow('embedding: ids must be i32; got f32');
    expect(() => embedding(input([3], 'i32'), input([4]))).toThrow(
      'embedding: table must have shape [*, *]; got [4]',
    );
  });
});

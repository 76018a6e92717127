import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { add } from '../ops/add/add.ts';
import { mul } from '../ops/binary/mul.ts';
import { axis, floats } from './arbitraries.ts';
import { check } from './check.ts';
import { onEveryBackend } from './everyBackend.ts';
import { type Suite, suite } from './suite.ts';

const options = { seed: 1, runs: 20, specials: true };

const square: Suite<number, 'x'> = {
  operation: 'square',
  propagates: true,
  sizes: axis,
  edges: [0, 1],
  operands: size => fc.record({ x: floats([size]) }),
  record: ({ x }) => [mul(x, x)],
  reference: ({ x }) => [x.map(value => value * value)],
};

onEveryBackend('check', device => {
  it('measures what is right', async () => {
    const verdict = await check(device(), suite(square), options);
    expect(verdict).toMatchObject({ operation: 'square', name: 'square' });
    expect(verdict.failure).toBeUndefined();
    expect(verdict.forward).toBeLessThan(1e-6);
    expect(verdict.gradient).toBeLessThan(1e-6);
  });

  it('finds a wrong result, and shrinks the case', async () => {
    const reference: typeof square.reference = ({ x }) => [
      x.map(value => value * value + (value > 0 ? 1 : 0)),
    ];
    const { failure } = await check(
      device(),
      suite({ ...square, reference, differentiable: false }),
      options,
    );
    expect(failure).toMatch(
      /^relative error of the forward: .*; seed 1, sizes \d+(, in variables)?, x \[\d+\] = /,
    );
  });

  it('finds a wrong gradient, a NaN that is lost, a throw', async () => {
    // the reference moves where the operation does not
    const reference: typeof square.reference = ({ x }) => [
      x.map(value => Math.fround(value) ** 2 + (value - Math.fround(value))),
    ];
    const gradient = await check(device(), suite({ ...square, reference }), options);
    expect(gradient.failure).toContain('relative error of the gradient');
    const lost: typeof square.reference = ({ x }) => [x.map(value => (value * value || 0) as number)];
    const special = await check(device(), suite({ ...square, reference: lost }), options);
    expect(special.failure).toContain('NaN');
    const record: typeof square.record = ({ x }) => {
      if (x.size > 0) return [mul(x, x)];
      throw new Error('no empty axes');
    };
    expect((await check(device(), suite({ ...square, record }), options)).failure).toMatch('no empty axes');
  });
});

onEveryBackend('check of variables', device => {
  it('finds a change that did not come', async () => {
    const idle = suite<number, 'x' | 'y'>({
      operation: 'idle',
      changes: ['x'],
      sizes: fc.constant(3),
      edges: [],
      operands: size => fc.record({ x: floats([size]), y: floats([size]) }),
      record: ({ x, y }) => [add(x, y)],
      reference: ({ x, y }) => [x.map((value, i) => value + y[i]!)],
    });
    expect((await check(device(), idle, options)).failure).toContain('relative error of the forward');
  });
});

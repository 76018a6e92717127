import { describe, expect, it } from 'vitest';
import { add } from '../ops/add/add.ts';
import { onEveryBackend } from '../testing/everyBackend.ts';
import { ShapeError } from './errors.ts';
import { input, Variable } from './tensor.ts';

onEveryBackend('Variable', device => {
  it('starts as zeros, and reads what was written, as copies', async () => {
    const variable = device().variable([2, 3]);
    expect(await variable.read()).toEqual(new Float32Array(6));
    const data = Float32Array.of(1, 2, 3, 4, 5, 6);
    variable.write(data);
    data.fill(0);
    const read = await variable.read();
    read.fill(0);
    expect(await variable.read()).toEqual(Float32Array.of(1, 2, 3, 4, 5, 6));
    variable.dispose();
  });

  it('holds whole numbers of its own type', async () => {
    const variable = device().variable([3], Int32Array.of(-1, 0, 151936), 'i32');
    expect(await variable.read()).toEqual(Int32Array.of(-1, 0, 151936));
    variable.dispose();
  });

  it('is read and written in ranges, before and after a plan has used it', async () => {
    const variable = device().variable([2, 3], Float32Array.of(1, 2, 3, 4, 5, 6));
    await variable.writeRange(4, Float32Array.of(50, 60));
    await device().evaluate({ all: add(variable, variable) });
    await variable.writeRange(0, Float32Array.of(10, 20));
    expect(await variable.read()).toEqual(Float32Array.of(10, 20, 3, 4, 50, 60));
    expect(await variable.readRange(1, 4)).toEqual(Float32Array.of(20, 3, 4));
    const { all } = await device().evaluate({ all: add(variable, variable) });
    expect(all).toEqual(Float32Array.of(20, 40, 6, 8, 100, 120));
    await expect(variable.writeRange(5, new Float32Array(2))).rejects.toThrow(
      new ShapeError('writeRange: a range of whole numbers within [0, 6), for example [0, 4); got [5, 7)'),
    );
    await expect(variable.writeRange(0, new Int32Array(2))).rejects.toThrow(ShapeError);
    await expect(variable.readRange(3, 2)).rejects.toThrow(ShapeError);
    variable.dispose();
  });

  it('takes no numbers of another count or type', () => {
    const variable = device().variable([2, 3]);
    expect(() => variable.write(new Float32Array(5))).toThrow(ShapeError);
    expect(() => variable.write(new Int32Array(6))).toThrow(
      'write: a f32 tensor of shape [2, 3] takes a Float32Array of 6 numbers; got Int32Array of 6',
    );
    expect(() => device().variable([2], Float32Array.of(1))).toThrow(
      'variable: a f32 tensor of shape [2] takes a Float32Array of 2 numbers; got Float32Array of 1',
    );
    expect(variable).toBeInstanceOf(Variable);
    variable.dispose();
  });
});

describe('input', () => {
  it.each([[[-1]], [[2, 1.5]], [[Number.NaN]]])('refuses the shape %j', shape => {
    expect(() => input(shape)).toThrow('a shape holds whole numbers >= 0, for example [2, 3]');
  });
});

import { describe, expect, it } from 'vitest';
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

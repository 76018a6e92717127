// The hash of hash.as.ts in float32: every number is whole and below 2^24, and products with powers of two are exact, so
// that any GPU computes the same bits.

import type { GpuCall } from '../../backends/gpujs/gpuCall.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { last } from '../rules.ts';
import { ROUNDS } from './key.ts';

const OVER_4096 = '0.000244140625';

/** A kernel's statements that cut `value` into `name`1, what is above 12 bits, and `name`0. */
const cut = (name: string, value: string) => `const ${name}1 = Math.floor((${value} + 0.5) * ${OVER_4096});
  const ${name}0 = ${value} - 4096 * ${name}1;`;

/** (x + middle((from + key)^2)) mod 4096 as the constant `name`. */
const mixed = (name: string, x: string, from: string, key: string) => `const ${name}Sum = ${from} + ${key};
    const ${name}T = ${name}Sum - 4096 * Math.floor(${name}Sum * ${OVER_4096});
    const ${name}All = ${x} + Math.floor(${name}T * ${name}T * 0.015625);
    const ${name} = ${name}All - 4096 * Math.floor(${name}All * ${OVER_4096});`;

// the place among all elements is row * columns + column, cut before it is too large
const HASH = `${cut('row', 'this.thread.y')}
  ${cut('column', 'this.thread.x')}
  const place = row0 * this.constants.columns0 + column0;
  ${cut('low', 'place')}
  const above = row0 * this.constants.columns1 + row1 * this.constants.columns0 + column1 + low1 +
    4096 * row1 * this.constants.columns1;
  ${cut('high', 'above')}
  let a = low0;
  let b = high0;
  let c = high1;
  let d = 0;
  for (let r = 0; r < ${ROUNDS}; r++) {
    ${mixed('left', 'b', 'a', 'key[0][2 * r]')}
    ${mixed('right', 'd', 'c', 'key[0][2 * r + 1]')}
    b = c;
    d = a;
    a = left;
    c = right;
  }`;

/** The kernel of a draw; `body` ends in a return and calls the hash's words a, b, c, d. */
export function gpuDraw(body: string, key: Tensor, output: Tensor): readonly GpuCall[] {
  const columns = last(output);
  const constants = { columns0: columns % 4096, columns1: Math.floor(columns / 4096) };
  return [{ source: `function (key) {\n  ${HASH}\n  ${body}\n}`, inputs: [key], output, constants }];
}

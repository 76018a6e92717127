// Wrong inputs of every operation: the error is a ShapeError that begins with the operation's name and gives the shapes,
// types or numbers that came.

import { describe, expect, it } from 'vitest';
import * as library from '../index.ts';
import { input, type Shape, ShapeError, type Tensor, type Variable } from '../index.ts';

const of = (...shape: Shape) => input(shape);
const ids = (...shape: Shape) => input(shape, 'i32');
/** Shapes are judged when a use is recorded, variables when it is compiled. */
const variable = (tensor: Tensor) => tensor as Variable;

/** What the message says was got, and a use that does not fit. */
type Misuse = readonly [got: string, use: () => unknown];

const UNARY =
  'abs exp gelu log neg relu sigmoid silu sqrt square tanh softmax logSoftmax sum mean max sumOfSquares';
const BINARY = 'add sub mul div pow maximum minimum greaterEqual';
const REDUCTIONS = 'sum mean max';
const DRAWS = 'uniform normal';

type Named<F> = Readonly<Record<string, F>>;
const unary = library as unknown as Named<(x: Tensor) => Tensor>;
const binary = library as unknown as Named<(a: Tensor, b: Tensor) => Tensor>;
const reduction = library as unknown as Named<(x: Tensor, options: { axis: number }) => Tensor>;
const draw = library as unknown as Named<(shape: Shape, key: Tensor) => Tensor>;

/** The same misuses for each operation of a list of names. */
function each(names: string, misuses: (name: string) => readonly Misuse[]): [string, Misuse[]][] {
  return names.split(' ').map(name => [name, [...misuses(name)]]);
}

const heads = { heads: 2, kvHeads: 1 };
/** What is written to a cache, two rows of three tokens, and the keys of one. */
const [tokens, cached] = [of(2, 3, 4), of(2, 1, 1, 4, 16)];
const settings = of(8);
const x = of(2);
const key = ids(library.KEY_WORDS);

const MISUSES: readonly (readonly [operation: string, misuses: readonly Misuse[]])[] = [
  ...each(UNARY, name => [['got i32 [2, 3]', () => unary[name]!(ids(2, 3))]]),
  ...each(BINARY, name => [
    ['got [2, 3] and [3, 2]', () => binary[name]!(of(2, 3), of(3, 2))],
    ['got i32 [2]', () => binary[name]!(ids(2), of(2))],
    ['got i32 [3]', () => binary[name]!(of(3), ids(3))],
  ]),
  ...each(REDUCTIONS, name => [
    ['axis 2 in shape [3, 4]; axes are -2 to 1', () => reduction[name]!(of(3, 4), { axis: 2 })],
    ['axis 0.5 in shape [3]', () => reduction[name]!(of(3), { axis: 0.5 })],
    ['axis 0 in shape []; it has none', () => reduction[name]!(of(), { axis: 0 })],
  ]),
  ...each(DRAWS, name => [
    ['got i32 [2]', () => draw[name]!([3], ids(2))],
    ['got f32 [24]', () => draw[name]!([3], of(library.KEY_WORDS))],
    ['got [2, -1]', () => draw[name]!([2, -1], key)],
  ]),
  ['input', [['got [1.5]', () => input([1.5])]]],
  ['max', [['got [2, 0]', () => library.max(of(2, 0), { axis: 1 })]]],
  [
    'clamp',
    [
      ['got i32 [2]', () => library.clamp(ids(2), 0, 1)],
      ['got i32 [3]', () => library.clamp(of(3), 0, ids(3))],
      ['got [2] and [3] and []', () => library.clamp(of(2), of(3), 1)],
    ],
  ],
  [
    'where',
    [
      ['got i32 [2]', () => library.where(of(2), ids(2), 0)],
      ['got [2] and [3] and [2]', () => library.where(of(2), of(3), of(2))],
    ],
  ],
  [
    'accumulate',
    [
      ['got [2] and [3]', () => library.accumulate(variable(of(2)), of(3))],
      ['got i32 [2]', () => library.accumulate(variable(of(2)), ids(2))],
    ],
  ],
  [
    'adamw',
    [
      ['got [2] and [2] and [3] and [2]', () => adamw(of(2), of(2), of(3), of(2), settings)],
      ['got i32 [2]', () => adamw(of(2), ids(2), of(2), of(2), settings)],
      ['got [7]', () => adamw(of(2), of(2), of(2), of(2), of(7))],
    ],
  ],
  [
    'attention',
    [
      ['got [2, 3, 8] and [2, 4, 4] and [2, 4, 4]', () => attention(of(2, 3, 8), of(2, 4, 4), of(2, 4, 4))],
      ['got [2, 3, 4] and [2, 3, 5]', () => attention(of(2, 3, 8), of(2, 3, 4), of(2, 3, 5))],
      ['got q [2, 3, 7] and 4 features of keys', () => attention(of(2, 3, 7), of(2, 3, 4), of(2, 3, 4))],
    ],
  ],
  [
    'batchMatmul',
    [
      ['got [2, 3, 4] and [3, 4, 5]', () => library.batchMatmul(of(2, 3, 4), of(3, 4, 5))],
      ['got [4] and [4]', () => library.batchMatmul(of(4), of(4))],
      ['got i32 [2, 2]', () => library.batchMatmul(of(2, 2), ids(2, 2))],
    ],
  ],
  [
    'matmul',
    [
      ['got [2, 3] and [4, 5]', () => library.matmul(of(2, 3), of(4, 5))],
      ['got [2, 3] and [3, 5]', () => library.matmul(of(2, 3), of(3, 5), 'nt')],
      ['got [2, 3] and [3, 5]', () => library.matmul(of(2, 3), of(3, 5), 'tn')],
      ['got [] and [1, 5]', () => library.matmul(of(), of(1, 5))],
      ['got [2, 4]', () => library.matmul(of(2, 3), of(3, 5), 'nn', { residual: of(2, 4) })],
      ['got [4]', () => library.matmul(of(2, 3), of(3, 5), 'nn', { bias: of(4) })],
      ['got i32 [5]', () => library.matmul(of(2, 3), of(3, 5), 'nn', { bias: ids(5) })],
      [
        'got [2, 3] and [2, 5] and [3, 5]',
        () => library.matmul(of(2, 3), of(2, 5), 'tn', { residual: of(3, 5) }),
      ],
      ['got i32 [2, 3]', () => library.matmul(ids(2, 3), of(3, 5))],
    ],
  ],
  [
    'categorical',
    [
      ['got i32 [3]', () => library.categorical(ids(3), key)],
      ['got []', () => library.categorical(of(), key)],
      ['got i32 [2]', () => library.categorical(of(3), ids(2))],
    ],
  ],
  [
    'concat',
    [
      ['got none', () => library.concat([])],
      ['got f32 [2, 3] and f32 [2, 4]', () => library.concat([of(2, 3), of(2, 4)])],
      ['got f32 [2] and i32 [2]', () => library.concat([of(2), ids(2)])],
      ['axis 1 in shape [2]; axes are -1 to 0', () => library.concat([of(2)], 1)],
    ],
  ],
  [
    'embedding',
    [
      ['got f32 [3]', () => library.embedding(of(3), of(4, 5))],
      ['got [4]', () => library.embedding(ids(3), of(4))],
      ['got i32 [4, 5]', () => library.embedding(ids(3), ids(4, 5))],
    ],
  ],
  [
    'gather',
    [
      ['got [] and [3]', () => library.gather(of(), ids(3))],
      ['got f32 [3]', () => library.gather(of(4), of(3))],
      ['got i32 [4]', () => library.gather(ids(4), ids(3))],
    ],
  ],
  [
    'globalNorm',
    [
      ['got none', () => library.globalNorm([])],
      ['got i32 [2]', () => library.globalNorm([of(3), ids(2)])],
    ],
  ],
  [
    'cacheWrite',
    [
      ['got [2, 3]', () => cacheWrite(cached, of(2, 16, 1, 4), of(2, 3), of(2, 3), ids(2))],
      ['got [2, 3, 4] and [2, 3, 5]', () => cacheWrite(cached, of(2, 16, 1, 4), tokens, of(2, 3, 5), ids(2))],
      ['got [2, 3, 4]', () => cacheWrite(of(2, 1, 1, 5, 16), of(2, 16, 1, 5), tokens, tokens, ids(2))],
      ['got [2, 1, 1, 4, 8]', () => cacheWrite(of(2, 1, 1, 4, 8), of(2, 8, 1, 4), tokens, tokens, ids(2))],
      ['got [2, 8, 1, 4]', () => cacheWrite(cached, of(2, 8, 1, 4), tokens, tokens, ids(2))],
      ['got i32 [2, 3, 4]', () => cacheWrite(cached, of(2, 16, 1, 4), ids(2, 3, 4), tokens, ids(2))],
      ['got f32 [2]', () => cacheWrite(cached, of(2, 16, 1, 4), tokens, tokens, of(2))],
    ],
  ],
  [
    'attendCache',
    [
      ['got [2, 3, 8]', () => attendCache(of(2, 3, 8), cached, of(2, 16, 1, 4), ids(2))],
      ['got [1, 1, 1, 4, 16]', () => attendCache(of(2, 1, 8), of(1, 1, 1, 4, 16), of(1, 16, 1, 4), ids(2))],
      ['got [3]', () => attendCache(of(2, 1, 8), cached, of(2, 16, 1, 4), ids(2), ids(3))],
      ['got f32 [2]', () => attendCache(of(2, 1, 8), cached, of(2, 16, 1, 4), ids(2), of(2))],
      ['got [2, 16, 2, 4]', () => attendCache(of(2, 1, 8), cached, of(2, 16, 2, 4), ids(2))],
      ['got q [2, 1, 8]', () => attendCache(of(2, 1, 8), of(2, 1, 1, 5, 16), of(2, 16, 1, 5), ids(2))],
      ['got i32 [2, 1, 8]', () => attendCache(ids(2, 1, 8), cached, of(2, 16, 1, 4), ids(2))],
      ['got [3]', () => attendCache(of(2, 1, 8), cached, of(2, 16, 1, 4), ids(3))],
    ],
  ],
  [
    'cacheCopy',
    [
      ['got [2, 8, 1, 4]', () => cacheCopy(cached, of(2, 8, 1, 4), ids(2), ids(2), ids(2))],
      ['got [3]', () => cacheCopy(cached, of(2, 16, 1, 4), ids(2), ids(3), ids(2))],
      ['got f32 [2]', () => cacheCopy(cached, of(2, 16, 1, 4), ids(2), ids(2), of(2))],
    ],
  ],
  [
    'layerNorm',
    [
      ['got [4]', () => library.layerNorm(of(2, 3), of(4), of(3), 1e-5)],
      ['got [1, 3]', () => library.layerNorm(of(2, 3), of(3), of(1, 3), 1e-5)],
      ['got i32 [2, 3]', () => library.layerNorm(ids(2, 3), of(3), of(3), 1e-5)],
      ['got i32 [3]', () => library.layerNorm(of(2, 3), of(3), ids(3), 1e-5)],
    ],
  ],
  [
    'rmsNorm',
    [
      ['got [4]', () => library.rmsNorm(of(2, 3), of(4), 1e-5)],
      ['got i32 [2, 3]', () => library.rmsNorm(ids(2, 3), of(3), 1e-5)],
    ],
  ],
  [
    'reshape',
    [
      ['got [2, 6] and [3, 5]', () => library.reshape(of(2, 6), [3, 5])],
      ['got [2, 6] and [5, -1]', () => library.reshape(of(2, 6), [5, -1])],
      ['got [2, 6] and [-1, -1]', () => library.reshape(of(2, 6), [-1, -1])],
      ['got [1.5, 8]', () => library.reshape(of(2, 6), [1.5, 8])],
    ],
  ],
  [
    'rope',
    [
      ['got [2]', () => library.rope(of(3, 8), ids(2), of(9, 2), of(9, 2), 2)],
      ['got f32 [3]', () => library.rope(of(3, 8), of(3), of(9, 2), of(9, 2), 2)],
      ['got [9, 3]', () => library.rope(of(3, 8), ids(3), of(9, 3), of(9, 3), 2)],
      ['got [8, 2]', () => library.rope(of(3, 8), ids(3), of(9, 2), of(8, 2), 2)],
      ['got [3, 6] and 2 heads', () => library.rope(of(3, 6), ids(3), of(9, 2), of(9, 2), 2)],
      ['got [3, 8] and 0 heads', () => library.rope(of(3, 8), ids(3), of(9, 2), of(9, 2), 0)],
      ['got i32 [3, 8]', () => library.rope(ids(3, 8), ids(3), of(9, 2), of(9, 2), 2)],
    ],
  ],
  [
    'sampleTokens',
    [
      ['got [3]', () => library.sampleTokens(of(2, 5), of(3), of(1))],
      ['got []', () => library.sampleTokens(of(2, 5), of(2), of())],
      ['got [2, 0]', () => library.sampleTokens(of(2, 0), of(2), of(1))],
      ['got i32 [2, 5]', () => library.sampleTokens(ids(2, 5), of(2), of(1))],
    ],
  ],
  [
    'slice',
    [
      ['got 1 and 4 of [2, 3]', () => library.slice(of(2, 3), 1, 1, 4)],
      ['got 2 and 1 of [2, 3]', () => library.slice(of(2, 3), 1, 2, 1)],
      ['axis 2 in shape [2, 3]', () => library.slice(of(2, 3), 2, 0, 1)],
    ],
  ],
  [
    'swiglu',
    [
      ['got [2] and [3]', () => library.swiglu(of(2), of(3))],
      ['got i32 [2]', () => library.swiglu(of(2), ids(2))],
    ],
  ],
  [
    'tokenStats',
    [
      ['got [3]', () => library.tokenStats(of(2, 5), ids(3))],
      ['got f32', () => library.tokenStats(of(2, 5), of(2))],
    ],
  ],
  [
    'vjp',
    [
      ['got [3]', () => library.vjp([library.exp(x)], [of(3)], [x])],
      ['got none', () => library.vjp([library.exp(x)], [], [x])],
      ['got i32 [2]', () => library.vjp([library.exp(x)], [ids(2)], [x])],
    ],
  ],
  ['transpose', [['axis -2 in shape [3]; axes are -1 to 0', () => library.transpose(of(3))]]],
];

function adamw(...[parameter, gradient, m, v, numbers]: readonly [Tensor, Tensor, Tensor, Tensor, Tensor]) {
  return library.adamw(variable(parameter), variable(gradient), variable(m), variable(v), numbers);
}

function attention(q: Tensor, k: Tensor, v: Tensor) {
  return library.attention(q, k, v, heads);
}

function cacheWrite(keys: Tensor, values: Tensor, k: Tensor, v: Tensor, start: Tensor) {
  return library.cacheWrite(variable(keys), variable(values), k, v, start);
}

function attendCache(q: Tensor, keys: Tensor, values: Tensor, position: Tensor, lanes?: Tensor) {
  return library.attendCache(q, keys, values, position, heads, lanes);
}

function cacheCopy(keys: Tensor, values: Tensor, from: Tensor, to: Tensor, length: Tensor) {
  return library.cacheCopy(variable(keys), variable(values), from, to, length);
}

/** What a use throws; undefined if nothing. */
function thrownBy(use: () => unknown): unknown {
  try {
    use();
  } catch (error) {
    return error;
  }
  return undefined;
}

describe.each(MISUSES)('the errors of %s', (operation, misuses) => {
  it.each(misuses)('name it and what does not fit: %s', (got, use) => {
    const error = thrownBy(use);
    expect(error).toBeInstanceOf(ShapeError);
    const { message } = error as ShapeError;
    expect(message).toMatch(new RegExp(`^${operation}\\b`));
    expect(message).toContain(got);
  });
});

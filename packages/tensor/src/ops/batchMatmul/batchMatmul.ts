// Matrix products side by side, one for each place of the leading axes. matmul is another thing: there leading axes are
// rows of one product.

import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import { sizeOf, type Tensor } from '../../graph/tensor.ts';
import { areFloats } from '../rules.ts';
import { gpu } from './gpu.ts';
import { type BatchMatmulForm, productOf } from './product.ts';

/** Rows of a unit where batch elements are too few for the threads; whole tiles of six. */
const BLOCK = 60;

/** From this many batch elements on, threads share them out evenly enough. */
const MANY = 16;

const op = (form: BatchMatmulForm): Op<Record<string, never>> => ({
  name: 'batchMatmul',
  infer: ([a, b]) => {
    areFloats('batchMatmul', { a: a!, b: b! });
    const product = productOf(form, a!.shape, b!.shape);
    if (!product) throw misfit(form, a!, b!);
    return [{ shape: [...product.leading, product.m, product.n], dtype: 'f32' }];
  },
  gradient: ({ inputs: [a, b] }, [dy]) => {
    if (form === 'nn') return [batchMatmul(dy!, b!, 'nt'), batchMatmul(a!, dy!, 'tn')];
    if (form === 'nt') return [batchMatmul(dy!, b!, 'nn'), batchMatmul(dy!, a!, 'tn')];
    return [batchMatmul(b!, dy!, 'nt'), batchMatmul(a!, dy!, 'nn')];
  },
  simd: ({ inputs: [a, b], outputs: [y] }, emit) => {
    const { leading, m, k, n } = productOf(form, a!.shape, b!.shape)!;
    const batch = sizeOf(leading);
    const blocks = batch < MANY ? Math.ceil(m / BLOCK) : 1;
    const whole = blocks === 1;
    emit.call('batchMatmul', batch * blocks, [
      whole ? emit.read(a!) : emit.readAll(a!),
      whole ? emit.read(b!) : emit.readAll(b!),
      whole ? emit.write(y!) : emit.writeAll(y!),
      ...emit.scratch(4 * 16 * Math.ceil(n / 16) * k),
      blocks,
      whole ? m : BLOCK,
      m,
      k,
      n,
      Number(form === 'tn'),
      Number(form === 'nt'),
    ]);
  },
  gpu: ({ inputs, outputs: [y] }) =>
    gpu(form, productOf(form, inputs[0]!.shape, inputs[1]!.shape)!, inputs, y!),
});

const OPS = { nn: op('nn'), nt: op('nt'), tn: op('tn') } as const;

const WANTED = {
  nn: '[..., m, k] and [..., k, n]',
  nt: '[..., m, k] and [..., n, k]',
  tn: '[..., k, m] and [..., k, n]',
} as const;

function misfit(form: BatchMatmulForm, a: Tensor, b: Tensor): ShapeError {
  return new ShapeError(
    `batchMatmul: wants ${WANTED[form]} with equal leading axes; got ${shapes(a, b)}. It does not broadcast: for one ` +
      `matrix b and rows of any shape take matmul, else bring both to one shape first (for example with reshape or concat)`,
  );
}

/**
 * One matrix product for each place of the leading axes, which must be equal (they do not broadcast).
 *
 * Shapes: nn: a [..., m, k], b [..., k, n]; nt: a [..., m, k], b [..., n, k], y = a bT; tn: a [..., k, m], b [..., k, n],
 * y = aT b; all -> [..., m, n]. Throws ShapeError when they do not fit.
 */
export function batchMatmul(a: Tensor, b: Tensor, form: BatchMatmulForm = 'nn'): Tensor {
  return record(OPS[form], [a, b], {})[0]!;
}

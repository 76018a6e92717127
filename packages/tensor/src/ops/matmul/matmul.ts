// The matrix product in its three forms. Leading axes of `a` count as rows, so activations [batch, time, features]
// go in as they are.

import type { Emitter } from '../../backends/simd/emitter.ts';
import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import type { Spec, Tensor } from '../../graph/tensor.ts';
import { last, leading, rows, rowUnits, sameShape } from '../rules.ts';
import { gpu } from './gpu.ts';

/** `nn`: a b. `nt`: a bT (b holds rows of outputs, as weights do). `tn`: aT b, contracted over all leading axes. */
export type MatmulForm = 'nn' | 'nt' | 'tn';

interface Attributes extends Record<string, boolean> {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
}

/** A block of `a` for `tn`: 256 steps of the depth, 192 rows and a cache line each; see simd.as.ts. */
const BLOCK_BYTES = 256 * (4 * 192 + 64);

const op: Op<Attributes> = {
  name: 'matmul',
  infer,
  gradient: ({ inputs: [a, b, residual], attributes }, [dy]) => {
    if (attributes.transposeA) return [matmul(b!, dy!, 'nt'), matmul(a!, dy!, 'nn')];
    const da = matmul(dy!, b!, attributes.transposeB ? 'nn' : 'nt');
    const db = attributes.transposeB ? matmul(dy!, a!, 'tn') : matmul(a!, dy!, 'tn');
    return residual ? [da, db, dy] : [da, db];
  },
  simd: (node, emit) => (node.attributes.transposeA ? emitTransposed(node, emit) : emitRows(node, emit)),
  gpu,
};

/**
 * Matrix product; see MatmulForm. With `residual` (the result's shape; not for `tn`) the sum is fused.
 *
 * Shapes: nn: [..., k] x [k, n] -> [..., n]; nt: [..., k] x [n, k] -> [..., n]; tn: [..., m] x [..., n] -> [m, n].
 * Throws ShapeError when they do not fit.
 */
export function matmul(a: Tensor, b: Tensor, form: MatmulForm = 'nn', residual?: Tensor): Tensor {
  const attributes = { transposeA: form === 'tn', transposeB: form === 'nt' };
  return record(op, residual ? [a, b, residual] : [a, b], attributes)[0]!;
}

/** A linear layer without bias: x wT (+ residual). Shapes: x [..., in], weight [out, in] -> [..., out]. */
export function linear(x: Tensor, weight: Tensor, residual?: Tensor): Tensor {
  return matmul(x, weight, 'nt', residual);
}

function infer(inputs: readonly Tensor[], { transposeA, transposeB }: Attributes): readonly Spec[] {
  const [a, b, residual] = inputs;
  const fail = (wanted: string): never => {
    throw new ShapeError(`matmul: wants ${wanted}; got ${shapes(a!, b!)}`);
  };
  if (a!.dtype !== 'f32' || b!.dtype !== 'f32') fail('f32 tensors');
  if (transposeA) {
    if (a!.shape.length < 2 || leading(a!).join() !== leading(b!).join()) fail('[..., m] and [..., n]');
    return [{ shape: [last(a!), last(b!)], dtype: 'f32' }];
  }
  const depth = transposeB ? b!.shape[1] : b!.shape[0];
  if (a!.shape.length < 1 || b!.shape.length !== 2 || last(a!) !== depth) {
    fail(transposeB ? '[..., k] and [n, k]' : '[..., k] and [k, n]');
  }
  const spec: Spec = { shape: [...leading(a!), (transposeB ? b!.shape[0] : b!.shape[1])!], dtype: 'f32' };
  if (residual) sameShape('matmul (residual)', residual, { shape: spec.shape } as Tensor);
  return [spec];
}

// Rows of A stay with the thread that owns their sequence; B is packed, once if it is a weight.
function emitRows(
  { inputs: [a, b, residual], outputs: [y], attributes }: Node<Attributes>,
  emit: Emitter,
): void {
  const spec = {
    form: attributes.transposeB ? 'columns' : 'rows',
    depth: last(a!),
    columns: last(y!),
  } as const;
  const units = rowUnits(y!);
  emit.call('matmul', units, [
    emit.read(a!),
    emit.panels(b!, spec),
    emit.write(y!),
    residual ? emit.read(residual) : 0,
    rows(y!) / units,
    spec.depth,
    spec.columns,
  ]);
}

// Every output needs every row: units are pairs of rows of the result.
function emitTransposed({ inputs: [a, b], outputs: [y] }: Node<Attributes>, emit: Emitter): void {
  const [m, n] = [last(a!), last(b!)];
  const depth = rows(a!);
  const panels = emit.panels(b!, { form: 'rows', depth, columns: n });
  const target = m % 2 === 0 ? emit.write(y!) : emit.writeAll(y!);
  emit.call('matmulTransposed', Math.ceil(m / 2), [
    emit.readAll(a!),
    panels,
    target,
    0,
    m,
    n,
    depth,
    ...emit.scratch(BLOCK_BYTES),
  ]);
}

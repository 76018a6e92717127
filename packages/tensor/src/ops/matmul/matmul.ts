// The matrix product in its three forms. Leading axes of `a` count as rows, so activations [batch, time, features]
// go in as they are.

import { type Emitter, PANEL } from '../../backends/simd/emitter.ts';
import { ShapeError, shapes } from '../../graph/errors.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import type { Spec, Tensor, Variable } from '../../graph/tensor.ts';
import { sumTo } from '../broadcast/sumTo.ts';
import { areFloats, hasShape, last, leading, rows, rowUnits } from '../rules.ts';
import { gpu } from './gpu.ts';

/** `nn`: a b. `nt`: a bT (b holds rows of outputs, as weights do). `tn`: aT b, contracted over all leading axes. */
export type MatmulForm = 'nn' | 'nt' | 'tn';

/** What is added to a product as it is stored; not for `tn`. */
export interface Addends {
  /** A row for all rows, shape [n]. */
  readonly bias?: Tensor | undefined;
  /** Of the result's shape. */
  readonly residual?: Tensor | undefined;
}

interface Attributes extends Record<string, boolean> {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  readonly hasBias: boolean;
  readonly hasResidual: boolean;
}

/** Scratch of the kernel for `tn`: a block of `a`, 256 steps of the depth, 192 rows and a cache line each; see simd.as.ts. */
export const TRANSPOSED_SCRATCH: number = 256 * (4 * 192 + 64);

const op: Op<Attributes> = {
  name: 'matmul',
  infer,
  gradient: ({ inputs: [a, b, ...added], attributes }, [dy]) => {
    if (attributes.transposeA) return [matmul(b!, dy!, 'nt'), matmul(a!, dy!, 'nn')];
    const da = matmul(dy!, b!, attributes.transposeB ? 'nn' : 'nt');
    const db = attributes.transposeB ? matmul(dy!, a!, 'tn') : matmul(a!, dy!, 'tn');
    return [da, db, ...added.map(addend => sumTo(dy!, addend.shape))];
  },
  simd: (node, emit) => (node.attributes.transposeA ? emitTransposed(node, emit) : emitRows(node, emit)),
  simdAdd: node =>
    node.attributes.transposeA ? (emit, variable) => emitTransposed(node, emit, variable) : undefined,
  gpu,
};

/**
 * Matrix product; see MatmulForm and Addends.
 *
 * Shapes: nn: [..., k] x [k, n] -> [..., n]; nt: [..., k] x [n, k] -> [..., n]; tn: [..., m] x [..., n] -> [m, n].
 * Throws ShapeError when they do not fit.
 */
export function matmul(
  a: Tensor,
  b: Tensor,
  form: MatmulForm = 'nn',
  { bias, residual }: Addends = {},
): Tensor {
  const attributes = {
    transposeA: form === 'tn',
    transposeB: form === 'nt',
    hasBias: bias !== undefined,
    hasResidual: residual !== undefined,
  };
  const added = [bias, residual].filter(addend => addend !== undefined);
  return record(op, [a, b, ...added], attributes)[0]!;
}

/** A linear layer: x wT (+ bias) (+ residual). Shapes: x [..., in], weight [out, in] -> [..., out]. Throws ShapeError. */
export function linear(x: Tensor, weight: Tensor, added: Addends = {}): Tensor {
  return matmul(x, weight, 'nt', added);
}

/** The addends of a recorded product. */
function addendsOf({ inputs, attributes }: Node<Attributes>): Addends {
  const added = inputs.slice(2);
  return { bias: attributes.hasBias ? added.shift() : undefined, residual: added.shift() };
}

function infer(inputs: readonly Tensor[], attributes: Attributes): readonly Spec[] {
  const [a, b] = inputs;
  const { bias, residual } = addendsOf({ inputs, attributes } as Node<Attributes>);
  areFloats('matmul', { a: a!, b: b!, ...(bias && { bias }), ...(residual && { residual }) });
  const fail = (wanted: string): never => {
    throw new ShapeError(`matmul: wants ${wanted}; got ${shapes(a!, b!)}`);
  };
  if (attributes.transposeA) {
    if (inputs.length > 2) {
      throw new ShapeError(
        `matmul: tn takes neither bias nor residual; add it to the result; got ${shapes(...inputs)}`,
      );
    }
    const fits = a!.shape.length > 0 && b!.shape.length > 0 && leading(a!).join() === leading(b!).join();
    if (!fits) fail('[..., m] and [..., n]');
    return [{ shape: [last(a!), last(b!)], dtype: 'f32' }];
  }
  const [depth, columns] = attributes.transposeB ? b!.shape.toReversed() : b!.shape;
  if (a!.shape.length < 1 || b!.shape.length !== 2 || last(a!) !== depth) {
    fail(attributes.transposeB ? '[..., k] and [n, k]' : '[..., k] and [k, n]');
  }
  const shape = [...leading(a!), columns!];
  if (bias) hasShape('matmul', 'bias', bias, [columns!]);
  if (residual) hasShape('matmul', 'residual', residual, shape);
  return [{ shape, dtype: 'f32' }];
}

/** Rows up to which a product waits for its weight rather than for the arithmetic, and how large a weight is then. */
const FEW_ROWS = 64;
const LARGE_WEIGHT = 2 ** 20;

/**
 * Whether threads share a product's columns rather than its rows: where there are too few rows for all threads, and where
 * reading the weight is what takes long, so that each thread reads its own part of it. The bits are the same.
 */
function byColumns(units: number, rowCount: number, weightBytes: number, threads: number): boolean {
  return threads > 1 && (units < threads || (rowCount <= FEW_ROWS && weightBytes >= LARGE_WEIGHT));
}

// Rows of A stay with the thread that owns their sequence; B is packed, once if it is a weight.
function emitRows(node: Node<Attributes>, emit: Emitter): void {
  const [[a, b], [y]] = [node.inputs, node.outputs];
  const { bias, residual } = addendsOf(node);
  const spec = {
    form: node.attributes.transposeB ? 'columns' : 'rows',
    depth: last(a!),
    columns: last(y!),
  } as const;
  const units = rowUnits(y!);
  if (byColumns(units, rows(y!), 4 * b!.size, emit.threads)) {
    emit.call('matmulColumns', Math.ceil(spec.columns / PANEL), [
      emit.readAll(a!),
      emit.panels(b!, spec),
      emit.writeAll(y!),
      residual ? emit.readAll(residual) : 0,
      bias ? emit.readAll(bias) : 0,
      rows(y!),
      spec.depth,
      spec.columns,
    ]);
    return;
  }
  emit.call('matmul', units, [
    emit.read(a!),
    emit.panels(b!, spec),
    emit.write(y!),
    residual ? emit.read(residual) : 0,
    bias ? emit.readAll(bias) : 0,
    rows(y!) / units,
    spec.depth,
    spec.columns,
  ]);
}

// Every output needs every row: units are pairs of rows of the result.
function emitTransposed({ inputs, outputs }: Node<Attributes>, emit: Emitter, sum?: Variable): void {
  const [a, b] = inputs;
  const y = sum ?? outputs[0];
  const [m, n] = [last(a!), last(b!)];
  const depth = rows(a!);
  const panels = emit.panels(b!, { form: 'rows', depth, columns: n });
  const target = m % 2 === 0 ? emit.write(y!) : emit.writeAll(y!);
  emit.call('matmulTransposed', Math.ceil(m / 2), [
    emit.readAll(a!),
    panels,
    target,
    sum ? 1 : 0,
    m,
    n,
    depth,
    ...emit.scratch(TRANSPOSED_SCRATCH),
    0,
  ]);
}

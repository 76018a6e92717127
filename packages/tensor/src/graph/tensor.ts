// A Tensor is a value in a recording: its shape and type are known, its numbers exist only when a plan runs.

import { ShapeError } from './errors.ts';
import type { Node } from './op.ts';

/** Sizes of the axes, outermost first; row-major. */
export type Shape = readonly number[];

/** Element types: float32, and int32 for token ids and positions. */
export type DType = 'f32' | 'i32';

/** Data of a tensor on the host: Float32Array for f32, Int32Array for i32. */
export type HostArray = Float32Array | Int32Array;

/** Shape and element type. */
export interface Spec {
  readonly shape: Shape;
  readonly dtype: DType;
}

/** A value in a recording. Made by `input`, by `device.variable`, or by an operation. */
export class Tensor implements Spec {
  readonly shape: Shape;
  readonly dtype: DType;
  /** The operation that makes it; undefined for inputs and variables. */
  readonly node: Node | undefined;

  constructor(shape: Shape, dtype: DType, node?: Node) {
    this.shape = shape;
    this.dtype = dtype;
    this.node = node;
  }

  /** Number of elements. */
  get size(): number {
    return sizeOf(this.shape);
  }
}

/** Where a backend keeps a variable's numbers. */
export interface VariableStorage {
  read(): Promise<HostArray>;
  write(data: HostArray): void;
  /** A copy of the numbers [start, end). */
  readRange(start: number, end: number): Promise<HostArray>;
  /** Replaces the numbers from `start` on. */
  writeRange(start: number, data: HostArray): Promise<void>;
  dispose(): void;
}

/**
 * A tensor that lives on a device between plans: a parameter, an optimizer moment, a KV cache.
 * Operations may read it or, where they say so, change it in place.
 */
export class Variable extends Tensor {
  readonly storage: VariableStorage;

  constructor(spec: Spec, storage: VariableStorage) {
    super(spec.shape, spec.dtype);
    this.storage = storage;
  }

  /** A copy of its numbers. */
  read(): Promise<HostArray> {
    return this.storage.read();
  }

  /** Replaces its numbers. Throws ShapeError when the count or the type does not fit. */
  write(data: HostArray): void {
    checkData(this, data, 'write');
    this.storage.write(data);
  }

  /** A copy of the numbers [start, end), in row-major order. Throws ShapeError when it has not that many. */
  async readRange(start: number, end: number): Promise<HostArray> {
    this.checkRange(start, end, 'readRange');
    return this.storage.readRange(start, end);
  }

  /**
   * Replaces the numbers from `start` on, in row-major order, so that a large variable is filled from a stream piece by
   * piece. Throws ShapeError when the type or the range does not fit.
   */
  async writeRange(start: number, data: HostArray): Promise<void> {
    this.checkRange(start, start + data.length, 'writeRange');
    checkData({ shape: [data.length], dtype: this.dtype }, data, 'writeRange');
    await this.storage.writeRange(start, data);
  }

  /** Frees its memory on the device; plans that use it must not run afterwards. */
  dispose(): void {
    this.storage.dispose();
  }

  private checkRange(start: number, end: number, where: string): void {
    if (Number.isInteger(start) && Number.isInteger(end) && 0 <= start && start <= end && end <= this.size)
      return;
    throw new ShapeError(
      `${where}: a range of whole numbers within [0, ${this.size}), for example [0, ${Math.min(4, this.size)}); ` +
        `got [${start}, ${end})`,
    );
  }
}

/** A placeholder whose numbers are given each time a plan runs. */
export function input(shape: Shape, dtype: DType = 'f32'): Tensor {
  return new Tensor(checkShape(shape, 'input'), dtype);
}

export function sizeOf(shape: Shape): number {
  return shape.reduce((product, axis) => product * axis, 1);
}

/** Throws ShapeError, naming `where`, unless every axis is a non-negative whole number. */
export function checkShape(shape: Shape, where: string): Shape {
  if (shape.every(axis => Number.isInteger(axis) && axis >= 0)) return shape;
  throw new ShapeError(
    `${where}: a shape holds whole numbers >= 0, for example [2, 3]; got [${shape.join(', ')}]`,
  );
}

/** Throws ShapeError unless `data` has the type and the count that `spec` asks for. */
export function checkData(spec: Spec, data: HostArray, where: string): void {
  const wanted = spec.dtype === 'f32' ? Float32Array : Int32Array;
  if (data instanceof wanted && data.length === sizeOf(spec.shape)) return;
  throw new ShapeError(
    `${where}: a ${spec.dtype} tensor of shape [${spec.shape.join(', ')}] takes a ${wanted.name} of ` +
      `${sizeOf(spec.shape)} numbers; got ${data?.constructor?.name ?? typeof data} of ${data?.length}`,
  );
}

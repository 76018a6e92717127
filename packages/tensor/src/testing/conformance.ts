// The suite that every operation passes on every backend: forward values against a float64 reference, gradients
// against central differences of that reference. Shapes and values are fast-check's.

import { fc, test } from '@fast-check/vitest';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { type Device, type DeviceOptions, openDevice } from '../device.ts';
import { vjp } from '../graph/gradient.ts';
import { type HostArray, input, type Shape, sizeOf, type Tensor } from '../graph/tensor.ts';
import { noise } from './random.ts';

/** The backends that this machine's tests run. */
export const BACKENDS: Readonly<Record<string, DeviceOptions>> = {
  'simd 256-bit': { backend: 'simd', threads: 2 },
  'simd 128-bit': { backend: 'simd', threads: 1, build: '128-bit' },
  'gpu.js webasm': { backend: 'gpujs', mode: 'webasm' },
};

/** One input of an operation: float values (differentiable) or integers. */
export interface Operand {
  readonly shape: Shape;
  readonly values: readonly number[];
  readonly dtype?: 'i32';
  /** A float input that has no gradient (tables, temperatures). */
  readonly constant?: true;
}

interface Case<O extends Record<string, Operand>, A> {
  readonly operands: O;
  readonly attributes: A;
}

export interface Conformance<O extends Record<string, Operand>, A> {
  readonly name: string;
  readonly cases: fc.Arbitrary<Case<O, A>>;
  /** Records the operation. */
  record(tensors: { readonly [K in keyof O]: Tensor }, attributes: A): readonly Tensor[];
  /** The same in float64: one array for each recorded output. */
  reference(
    values: { readonly [K in keyof O]: Float64Array },
    shapes: { readonly [K in keyof O]: Shape },
    attributes: A,
  ): readonly Float64Array[];
  /** False where the operation has no gradient. */
  readonly differentiable?: boolean;
}

/** Largest allowed error of a result's norm, relative to the reference's. */
const TOLERANCE = 2e-5;

/** Declares the operation's tests on every backend. */
export function conforms<O extends Record<string, Operand>, A>(suite: Conformance<O, A>): void {
  for (const [backend, options] of Object.entries(BACKENDS)) {
    describe(`${suite.name} on ${backend}`, () => {
      let device: Device;
      beforeAll(async () => {
        device = await openDevice(options);
      });
      afterAll(() => device.close());
      // compiling kernels for new shapes is what takes gpu.js its time
      const numRuns = options.backend === 'gpujs' ? 6 : 25;

      test.prop([suite.cases], { numRuns })(
        'forward equals the float64 reference',
        async ({ operands, attributes }) => {
          const { tensors, inputs, data } = placeholders(operands);
          const outputs = suite.record(tensors as never, attributes);
          const { plans, release } = device.compile({ inputs, outputs: named(outputs) });
          const results = await plans[0].run(data);
          const again = await plans[0].run(data);
          release();
          expect(again).toEqual(results);
          const expected = suite.reference(
            float64(operands) as never,
            shapesOf(operands) as never,
            attributes,
          );
          expected.forEach((reference, i) => {
            expectClose(results[`output${i}`]!, reference, `output ${i}`);
          });
        },
      );

      if (suite.differentiable === false) return;
      test.prop([suite.cases, fc.integer()], { numRuns })(
        'gradient equals central differences in float64',
        async ({ operands, attributes }, seed) => {
          const { tensors, inputs, data } = placeholders(operands);
          const outputs = suite.record(tensors as never, attributes);
          const wrt = Object.keys(operands).filter(
            name => !operands[name]!.dtype && !operands[name]!.constant,
          );
          const cotangents = outputs.map(output => input(output.shape));
          const gradients = vjp(
            outputs,
            cotangents,
            wrt.map(name => tensors[name]!),
          );
          const weights = outputs.map((output, i) => noise(output.size, seed + i));
          const { plans, release } = device.compile({
            inputs: {
              ...inputs,
              ...Object.fromEntries(cotangents.map((tensor, i) => [`cotangent${i}`, tensor])),
            },
            outputs: named(gradients),
          });
          const results = await plans[0].run({
            ...data,
            ...Object.fromEntries(weights.map((values, i) => [`cotangent${i}`, values])),
          });
          release();
          const objective = (values: Record<string, Float64Array>) =>
            suite
              .reference(values as never, shapesOf(operands) as never, attributes)
              .reduce((sum, output, i) => sum + output.reduce((s, y, j) => s + y * weights[i]![j]!, 0), 0);
          wrt.forEach((name, i) => {
            // of a large operand a sample of elements: each costs four evaluations of the reference
            const gradient = results[`output${i}`]!;
            const sampled = [...gradient.keys()].filter(
              k => gradient.length <= 48 || (k + seed) % Math.ceil(gradient.length / 48) === 0,
            );
            const expected = sampled.map(k => centralDifference(objective, float64(operands), name, k));
            expectClose(
              Float32Array.from(sampled, k => gradient[k]!),
              Float64Array.from(expected),
              `gradient of ${name}`,
            );
          });
        },
      );
    });
  }
}

/**
 * Throws unless |actual - expected| <= 2e-5 * max(|expected|, 1e-2 sqrt(n)), both norms over all elements. The floor is
 * for results whose terms cancel: 2e-7 an element is two roundings of a float32 of size one.
 */
export function expectClose(actual: HostArray, expected: Float64Array, what: string): void {
  expect(actual.length, what).toBe(expected.length);
  let error = 0;
  let norm = 0;
  expected.forEach((value, i) => {
    error += (actual[i]! - value) ** 2;
    norm += value ** 2;
  });
  const floor = 1e-2 * Math.sqrt(expected.length);
  expect(Math.sqrt(error) / Math.max(Math.sqrt(norm), floor), `${what}: relative error`).toBeLessThanOrEqual(
    TOLERANCE,
  );
}

function placeholders(operands: Record<string, Operand>) {
  const tensors: Record<string, Tensor> = {};
  const data: Record<string, HostArray> = {};
  for (const [name, { shape, values, dtype }] of Object.entries(operands)) {
    tensors[name] = input(shape, dtype ?? 'f32');
    data[name] = dtype ? Int32Array.from(values) : Float32Array.from(values);
  }
  return { tensors, inputs: tensors, data };
}

function named(tensors: readonly Tensor[]): Record<string, Tensor> {
  return Object.fromEntries(tensors.map((tensor, i) => [`output${i}`, tensor]));
}

function float64(operands: Record<string, Operand>): Record<string, Float64Array> {
  return Object.fromEntries(
    Object.entries(operands).map(([name, { values }]) => [name, Float64Array.from(values, Math.fround)]),
  );
}

function shapesOf(operands: Record<string, Operand>): Record<string, Shape> {
  return Object.fromEntries(Object.entries(operands).map(([name, { shape }]) => [name, shape]));
}

/** d objective / d values[name][i], of fourth order: its own error stays far below the tolerance. */
function centralDifference(
  objective: (values: Record<string, Float64Array>) => number,
  values: Record<string, Float64Array>,
  name: string,
  i: number,
): number {
  const step = 1e-4;
  const at = (offset: number) => {
    const moved = values[name]!.slice();
    moved[i]! += offset;
    return objective({ ...values, [name]: moved });
  };
  return (8 * (at(step) - at(-step)) - (at(2 * step) - at(-2 * step))) / (12 * step);
}

/** A float operand of `shape`: values in [-range, range], plain multiples so that shrinking stays readable. */
export function floats(shape: Shape, range = 2): fc.Arbitrary<Operand> {
  return fc
    .array(fc.integer({ min: -1000, max: 1000 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map(values => ({ shape, values: values.map(value => (value * range) / 1000) }));
}

/** An i32 operand with values in [0, end). */
export function integers(shape: Shape, end: number): fc.Arbitrary<Operand> {
  return fc
    .array(fc.nat({ max: end - 1 }), { minLength: sizeOf(shape), maxLength: sizeOf(shape) })
    .map(values => ({ shape, values, dtype: 'i32' as const }));
}

/** A size of an axis: small, with 1 and numbers around the kernels' widths (4, 16) among them. */
export const axis: fc.Arbitrary<number> = fc.oneof(
  fc.integer({ min: 1, max: 9 }),
  fc.constantFrom(15, 16, 17, 20, 33),
);

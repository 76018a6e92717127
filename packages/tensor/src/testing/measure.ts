// One case on one device: how far the results and the gradients are from the reference.

import type { Device } from '../device.ts';
import { vjp } from '../graph/gradient.ts';
import { type HostArray, input, Variable } from '../graph/tensor.ts';
import { relativeError } from './closeness.ts';
import { slope } from './differences.ts';
import { noise } from './random.ts';
import type { Case, Operand, Suite } from './suite.ts';

/** Relative errors, of the worst result and of the worst gradient. */
export interface Errors {
  readonly forward: number;
  readonly gradient?: number;
}

/** Elements of a large operand whose gradient is compared: each costs four evaluations of the reference. */
const SAMPLES = 48;

/** Throws when two runs of one plan differ. */
export async function measure(device: Device, suite: Suite, given: Case): Promise<Errors> {
  if (suite.changes) return measureChanges(device, suite, given);
  const tensors = mapValues(given.operands, operand =>
    given.resident
      ? device.variable(operand.shape, hostArray(operand), operand.dtype)
      : input(operand.shape, operand.dtype),
  );
  const data = given.resident ? {} : mapValues(given.operands, hostArray);
  const outputs = suite.record(tensors, given.sizes);
  const wrt =
    suite.differentiable === false
      ? []
      : Object.keys(tensors).filter(name => !given.operands[name]!.dtype && !given.operands[name]!.constant);
  const cotangents = outputs.map(output => input(output.shape));
  const weights = outputs.map((output, i) => noise(output.size, i + 1));
  const gradients =
    wrt.length > 0
      ? vjp(
          outputs,
          cotangents,
          wrt.map(name => tensors[name]!),
        )
      : [];
  const { plans, release } = device.compile(
    { inputs: given.resident ? {} : tensors, outputs: numbered(outputs) },
    { inputs: numbered(cotangents), outputs: numbered(gradients) },
  );
  try {
    const first = await plans[0].run(data);
    const results = await plans[0].run(data);
    if (outputs.some((_, i) => relativeError(first[i]!, Float64Array.from(results[i]!)) > 0))
      throw new Error('two runs of one plan gave different results');
    const values = mapValues(given.operands, float64);
    const expected = suite.reference(values, given.sizes);
    const forward = worst(expected.map((array, i) => relativeError(results[i]!, array)));
    if (wrt.length === 0) return { forward };
    const slopes = await plans[1].run(numbered(weights));
    const gradient = worst(
      wrt.map((name, i) => {
        const of = (array: Float64Array) => suite.reference({ ...values, [name]: array }, given.sizes);
        const places = sampled(slopes[i]!.length);
        const wanted = places.map(k => slope(of, values[name]!, k, weights));
        return relativeError(
          places.map(k => slopes[i]![k]!),
          Float64Array.from(wanted, ({ value }) => value),
          Float64Array.from(wanted, ({ magnitude }) => magnitude),
        );
      }),
    );
    return { forward, gradient };
  } finally {
    release();
    for (const tensor of Object.values(tensors)) if (tensor instanceof Variable) tensor.dispose();
  }
}

/** The same for operations that change variables: what these hold afterwards. */
async function measureChanges(device: Device, suite: Suite, given: Case): Promise<Errors> {
  const changes = suite.changes!;
  const tensors = mapValues(given.operands, (operand, name) =>
    changes.includes(name)
      ? device.variable(operand.shape, hostArray(operand), operand.dtype)
      : input(operand.shape, operand.dtype),
  );
  const inputs = Object.fromEntries(Object.entries(tensors).filter(([name]) => !changes.includes(name)));
  const { plans, release } = device.compile({ inputs, effects: suite.record(tensors, given.sizes) });
  try {
    await plans[0].run(mapValues(inputs, (_, name) => hostArray(given.operands[name]!)));
    const expected = suite.reference(mapValues(given.operands, float64), given.sizes);
    const errors = changes.map(async (name, i) =>
      relativeError(await (tensors[name] as Variable).read(), expected[i]!),
    );
    return { forward: worst(await Promise.all(errors)) };
  } finally {
    release();
    for (const name of changes) (tensors[name] as Variable).dispose();
  }
}

/** NaN counts as the worst of all. */
export function worst(errors: readonly number[]): number {
  return errors.reduce((most, error) => Math.max(most, error), 0);
}

function sampled(length: number): number[] {
  const stride = Math.max(Math.ceil(length / SAMPLES), 1);
  return Array.from({ length: Math.ceil(length / stride) }, (_, i) => i * stride);
}

function numbered<T>(items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.entries());
}

function hostArray({ values, dtype }: Operand): HostArray {
  return dtype ? Int32Array.from(values) : Float32Array.from(values);
}

function float64({ values }: Operand): Float64Array {
  return Float64Array.from(values, Math.fround);
}

function mapValues<T, U>(
  record: Readonly<Record<string, T>>,
  of: (value: T, name: string) => U,
): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, of(value, name)]));
}

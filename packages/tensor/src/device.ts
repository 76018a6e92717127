// A device: where variables live and plans run.

import type { Backend, DeviceMemory, DeviceReport, Executable, PlanMemory } from './backends/backend.ts';
import type { DeviceOptions } from './deviceOptions.ts';
import { type Recording, toStages } from './graph/stage.ts';
import {
  checkData,
  checkShape,
  type DType,
  type HostArray,
  type Shape,
  type Tensor,
  Variable,
} from './graph/tensor.ts';
import { openBackend } from './openBackend.ts';

export type { DeviceOptions } from './deviceOptions.ts';

/** Host arrays by the recording's names. */
export type HostArrays<K extends string = string> = Readonly<Record<K, HostArray>>;

/** The names of a recording's outputs. */
export type OutputNames<R extends Recording> = R extends {
  readonly outputs: Readonly<Record<infer K, Tensor>>;
}
  ? K & string
  : string;

/** A compiled recording, whose outputs have the names K. */
export class Plan<K extends string = string> {
  private readonly recording: Recording;
  private readonly executable: Executable;

  constructor(recording: Recording, executable: Executable) {
    this.recording = recording;
    this.executable = executable;
  }

  /**
   * Runs it. Takes an array for each input of the recording and resolves to an array for each output (f32: Float32Array,
   * i32: Int32Array), copies of their own.
   * @throws ShapeError when an input is missing or does not fit
   */
  async run(inputs: HostArrays = {}): Promise<HostArrays<K>> {
    const { inputs: wanted = {}, outputs = {} } = this.recording;
    const ordered = Object.entries(wanted).map(([name, tensor]) => {
      const data = inputs[name]!;
      checkData(tensor, data, `input ${name}`);
      return data;
    });
    const results = await this.executable(ordered);
    const named = Object.keys(outputs).map((name, i) => [name, results[i]!]);
    return Object.fromEntries(named) as HostArrays<K>;
  }
}

/** Plans that share their intermediate values: run them in order. */
export interface PlanGroup<T extends readonly Recording[]> {
  readonly plans: { readonly [K in keyof T]: Plan<OutputNames<T[K]>> };
  /** Frees what the plans hold. */
  release(): void;
}

export class Device {
  private readonly backend: Backend;

  constructor(backend: Backend) {
    this.backend = backend;
  }

  /** What runs, and why. */
  get report(): DeviceReport {
    return this.backend.report;
  }

  /** What is used of its memory, and how far that can grow; undefined on gpu.js, which does not know. */
  get memory(): DeviceMemory | undefined {
    return this.backend.memory;
  }

  /** A variable of `shape`, zeros or a copy of `data`. Throws OutOfMemoryError, ShapeError. */
  variable(shape: Shape, data?: HostArray, dtype: DType = 'f32'): Variable {
    const spec = { shape: checkShape(shape, 'variable'), dtype };
    if (data) checkData(spec, data, 'variable');
    const variable = new Variable(spec, this.backend.variable(spec));
    if (data) variable.write(data);
    return variable;
  }

  /**
   * Compiles recordings into plans that run in order and share values: for instance a forward pass whose results the
   * host turns into cotangents, and the backward pass that takes them.
   */
  compile<const T extends readonly Recording[]>(...recordings: T): PlanGroup<T> {
    const executables = this.backend.compile(toStages(recordings));
    const plans = recordings.map((recording, i) => new Plan(recording, executables[i]!));
    return {
      plans: plans as unknown as PlanGroup<T>['plans'],
      release: () => this.backend.release(executables),
    };
  }

  /** What compiling the recordings would take of the memory, without taking it; undefined on gpu.js. */
  measure(...recordings: readonly Recording[]): PlanMemory | undefined {
    return this.backend.measure(toStages(recordings));
  }

  /** Compiles and runs once: the values of `outputs`, for tests and small computations. */
  async evaluate<K extends string>(outputs: Readonly<Record<K, Tensor>>): Promise<HostArrays<K>> {
    const { plans, release } = this.compile({ outputs });
    const results = await plans[0].run();
    release();
    return results as HostArrays<K>;
  }

  /** Ends its threads and frees its memory. */
  close(): Promise<void> {
    return this.backend.close();
  }
}

/**
 * Opens a device. What the options ask for is obeyed or refused. Without options Node gets `simd`, and a page gpu.js's
 * `webgpu` where a GPU is behind it and gpu.js is installed, and `simd` where not. `device.report` says which, and why.
 *
 * @throws RangeError, TypeError on options that do not exist or do not fit together
 * @throws Error when what was asked for cannot be had here: cause and cure are in the message
 */
export async function openDevice(options: DeviceOptions = {}): Promise<Device> {
  return new Device(await openBackend(options));
}

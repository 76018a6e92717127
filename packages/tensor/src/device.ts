// A device: where variables live and plans run. `openDevice` picks the backend and says what it picked and why.

import { availableParallelism } from 'node:os';
import type { Backend, DeviceReport, Executable } from './backends/backend.ts';
import { GpuJsBackend, type GpuMode } from './backends/gpujs/gpujs.ts';
import type { Build } from './backends/simd/kernels.ts';
import { SimdBackend } from './backends/simd/simd.ts';
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

export interface DeviceOptions {
  /** `simd` (the default): WebAssembly SIMD on the CPU's threads. `gpujs`: gpu.js kernels. */
  readonly backend?: 'simd' | 'gpujs';
  /** SIMD: threads, the calling one included. Default: the machine's cores, at most 8. */
  readonly threads?: number;
  /** SIMD: instruction width. Default: the wider one where its self-test passes. */
  readonly build?: Build;
  /** gpu.js: where its kernels run. Default `webasm`. */
  readonly mode?: GpuMode;
}

/** Host arrays by the recording's names. */
export type HostArrays<K extends string = string> = Readonly<Record<K, HostArray>>;

/** A compiled recording. */
export class Plan {
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
  async run(inputs: HostArrays = {}): Promise<HostArrays> {
    const { inputs: wanted = {}, outputs = {} } = this.recording;
    const ordered = Object.entries(wanted).map(([name, tensor]) => {
      const data = inputs[name]!;
      checkData(tensor, data, `input ${name}`);
      return data;
    });
    const results = await this.executable(ordered);
    return Object.fromEntries(Object.keys(outputs).map((name, i) => [name, results[i]!]));
  }
}

/** Plans that share their intermediate values: run them in order. */
export interface PlanGroup<T extends readonly Recording[]> {
  readonly plans: { readonly [K in keyof T]: Plan };
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

  /** A variable of `shape`, zeros or a copy of `data`. Throws OutOfMemoryError, ShapeError. */
  variable(shape: Shape, data?: HostArray, dtype: DType = 'f32'): Variable {
    const spec = { shape: checkShape(shape), dtype };
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

/** Opens a device. The choice and its reason are in `device.report`. */
export async function openDevice(options: DeviceOptions = {}): Promise<Device> {
  const { backend = 'simd', mode = 'webasm', build } = options;
  if (backend === 'gpujs') return new Device(await GpuJsBackend.open(mode));
  const cores = availableParallelism();
  const threads = options.threads ?? Math.min(cores, 8);
  if (!Number.isInteger(threads) || threads < 1 || threads > 64) {
    throw new RangeError(`openDevice: threads is a whole number from 1 to 64, for example 2; got ${threads}`);
  }
  const asked = options.backend || options.threads || options.build;
  const reason = asked ? 'asked for' : `the default on a CPU with ${cores} cores`;
  return new Device(new SimdBackend({ threads, build, reason }));
}

// The gpu.js backend: a plan is its operations' kernels run in order, each result handed to the next where it lies.

import type { Stage } from '../../graph/stage.ts';
import {
  type HostArray,
  type Spec,
  type Tensor,
  Variable,
  type VariableStorage,
} from '../../graph/tensor.ts';
import type { Backend, DeviceReport, Executable } from '../backend.ts';
import { dispose, download, type Handle } from './handle.ts';
import { type Kernel, Kernels } from './kernels.ts';
import type { GpuMode } from './library.ts';
import { type Step, schedule } from './schedule.ts';
import { GpuStorage } from './storage.ts';
import { Values } from './values.ts';

export type { GpuMode } from './library.ts';

/** A stage with its kernels compiled. */
interface Prepared {
  readonly stage: Stage;
  readonly steps: readonly (Step & { readonly kernel: Kernel })[];
  readonly dead: readonly Tensor[];
}

/** What the stages of one plan hold together. */
interface Held {
  readonly values: Values;
  readonly free: () => void;
  released: boolean;
}

export class GpuJsBackend implements Backend {
  readonly report: DeviceReport;
  /** gpu.js does not say. */
  readonly memory: undefined;
  private readonly kernels: Kernels;
  /** What kernels are given for empty tensors. */
  private readonly empty: Handle;
  private readonly held = new Map<Executable, Held>();
  /** Plans wait for each other: kernels are asynchronous, and two plans may replace one variable. */
  private running: Promise<unknown> = Promise.resolve();

  /** Loads gpu.js and runs a first kernel. Throws when `mode` cannot be had here. */
  static async open(mode: GpuMode, reason: string): Promise<GpuJsBackend> {
    const kernels = await Kernels.open(mode);
    return new GpuJsBackend(mode, kernels, await kernels.upload([1, 1], Float32Array.of(0)), reason);
  }

  private constructor(mode: GpuMode, kernels: Kernels, empty: Handle, reason: string) {
    this.kernels = kernels;
    this.empty = empty;
    this.report = { backend: `gpujs:${mode}`, threads: 1, build: `gpu.js, ${mode}`, reason };
  }

  variable(spec: Spec): VariableStorage {
    return new GpuStorage(spec, this.kernels);
  }

  compile(stages: readonly Stage[]): readonly Executable[] {
    const values = new Values();
    const prepared = schedule(stages).map(
      ({ steps, dead }, i): Prepared => ({
        stage: stages[i]!,
        steps: steps.map(step => ({ ...step, kernel: this.kernels.acquire(step.op, step.call) })),
        dead,
      }),
    );
    const free = () => {
      values.clear();
      for (const { kernel } of prepared.flatMap(({ steps }) => steps)) this.kernels.release(kernel);
    };
    const held: Held = { values, free, released: false };
    return prepared.map((stage, i) => {
      const executable: Executable = inputs => {
        const result = this.running.then(() => {
          if (held.released) throw new Error('gpu.js: this plan was released');
          if (i === 0) values.clear();
          return this.run(stage, values, inputs);
        });
        this.running = result.catch(() => {});
        return result;
      };
      this.held.set(executable, held);
      return executable;
    });
  }

  measure(): undefined {
    return undefined;
  }

  release(executables: readonly Executable[]): void {
    for (const executable of executables) {
      const held = this.held.get(executable);
      this.held.delete(executable);
      if (!held || held.released) continue;
      held.released = true;
      held.free();
    }
  }

  async close(): Promise<void> {
    await this.running;
    this.release([...this.held.keys()]);
    dispose(this.empty);
  }

  private async run({ stage, steps, dead }: Prepared, values: Values, inputs: readonly HostArray[]) {
    for (const [i, tensor] of stage.inputs.entries()) {
      if (tensor.size > 0) values.set(tensor, await this.kernels.upload(tensor.shape, inputs[i]!));
    }
    for (const { kernel, call, dead } of steps) {
      const handles: Handle[] = [];
      for (const tensor of call.inputs) handles.push(await this.handleOf(tensor, values));
      const result = await this.kernels.run(kernel, handles);
      if (call.output instanceof Variable) (call.output.storage as GpuStorage).replace(result);
      else values.set(call.output, result);
      values.drop(dead);
    }
    const outputs: HostArray[] = [];
    for (const tensor of stage.outputs) {
      outputs.push(await download(await this.handleOf(tensor, values), tensor));
    }
    values.drop(dead);
    return outputs;
  }

  private async handleOf(tensor: Tensor, values: Values): Promise<Handle> {
    if (tensor.size === 0) return this.empty;
    return tensor instanceof Variable ? (tensor.storage as GpuStorage).handle() : values.get(tensor);
  }
}

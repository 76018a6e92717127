// The compiled kernels of one mode, for all devices: browsers lose the oldest of many GPU contexts. A kernel is compiled
// once for each operation, text, constants and shapes, and shared by the plans that use it; the last of them to be
// released frees it.

import type { IGPUKernelSettings, IKernelRunShortcut, Input, Kernel as Running } from 'gpu.js';
import type { HostArray, Shape } from '../../graph/tensor.ts';
import type { GpuCall } from './gpuCall.ts';
import { type Handle, sizesOf } from './handle.ts';
import { type GpuMode, type Library, loadLibrary } from './library.ts';

/** A compiled kernel and how many plans hold it. */
export interface Kernel {
  readonly key: string;
  readonly op: string;
  readonly run: IKernelRunShortcut;
  users: number;
}

const IDENTITY = 'function (x) { return x[this.thread.y][this.thread.x]; }';

export class Kernels {
  private readonly mode: GpuMode;
  private readonly library: Library;
  private readonly kernels = new Map<string, Kernel>();
  private static readonly opened = new Map<GpuMode, Promise<Kernels>>();

  /** Those of `mode`. Throws when it cannot be had here. */
  static open(mode: GpuMode): Promise<Kernels> {
    let kernels = Kernels.opened.get(mode);
    if (!kernels) {
      kernels = loadLibrary(mode).then(library => new Kernels(mode, library));
      Kernels.opened.set(mode, kernels);
    }
    return kernels;
  }

  constructor(mode: GpuMode, library: Library) {
    this.mode = mode;
    this.library = library;
  }

  /** The kernel of a call; it is kept until `release` has been called as often as this. */
  acquire(op: string, { source, constants = {}, inputs, output }: GpuCall): Kernel {
    const shapes = [output, ...inputs].map(({ shape }) => sizesOf(shape).join('x'));
    // its operation too: errors name it, and a kernel that takes host arrays can take no handles afterwards
    const key = JSON.stringify([op, source, constants, shapes]);
    let kernel = this.kernels.get(key);
    if (!kernel) {
      const settings = {
        output: sizesOf(output.shape),
        constants,
        precision: 'single',
        tactic: 'precision',
        // results stay where they were computed, and a later result never overwrites them
        pipeline: true,
        immutable: true,
        // gpu.js ends loops silently after 1000 turns unless told otherwise
        loopMaxIterations: 2 ** 30,
        // (`as`: gpu.js's types lack some of its settings)
      } as IGPUKernelSettings;
      kernel = { key, op, run: this.library.gpu.createKernel(source, settings), users: 0 };
      this.kernels.set(key, kernel);
    }
    kernel.users++;
    return kernel;
  }

  release(kernel: Kernel): void {
    kernel.users--;
    if (kernel.users > 0 || !this.library.canDestroy) return;
    if (kernel.run.built) kernel.run.destroy();
    this.kernels.delete(kernel.key);
  }

  /** Runs it. Throws when gpu.js cannot, or when it did so elsewhere than on the wanted backend. */
  async run({ op, run }: Kernel, inputs: readonly (Handle | Input)[]): Promise<Handle> {
    const fail = (what: string, cause?: unknown) =>
      new Error(`gpu.js: the kernel of ${op} ${what}`, { cause });
    let result: Handle;
    try {
      result = (await run(...(inputs as Parameters<IKernelRunShortcut>))) as Handle;
    } catch (cause) {
      throw fail(`does not run on ${this.mode}: ${cause instanceof Error ? cause.message : cause}`, cause);
    }
    const running: Running = run.kernel;
    if (!this.library.isWanted(running)) {
      const reason = running.fallbackReason ?? 'gpu.js gives no reason';
      throw fail(`must run on ${this.mode}, but ran on ${running.constructor.name}: ${reason}`);
    }
    return result;
  }

  /** Numbers of the host as a handle. All handles come from kernels: gpu.js fails where they are mixed with host arrays. */
  async upload(shape: Shape, data: HostArray): Promise<Handle> {
    const like = { shape } as GpuCall['output'];
    // never released: there are only as many as shapes of variables and inputs
    const kernel = this.acquire('upload', { source: IDENTITY, inputs: [like], output: like });
    return this.run(kernel, [this.library.input(Float32Array.from(data), sizesOf(shape))]);
  }
}

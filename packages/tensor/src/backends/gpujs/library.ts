// gpu.js itself, loaded only when a device asks for it: it weighs 640 KB in a browser.

import type { GPU, Input, Kernel } from 'gpu.js';

/** Where gpu.js runs its kernels. */
export type GpuMode = 'webasm' | 'headlessgl' | 'webgl2' | 'webgpu';

/** What this project takes from gpu.js; its published types know neither WebGPU's kernel nor typed arrays as input. */
interface Module {
  readonly GPU: new (settings: { mode: GpuMode }) => GPU;
  readonly input: (data: Float32Array, sizes: readonly number[]) => Input;
  readonly WebAssemblyKernel: typeof Kernel;
  readonly HeadlessGLKernel: typeof Kernel;
  readonly WebGL2Kernel: typeof Kernel;
  readonly WebGPUKernel: typeof Kernel;
}

export interface Library {
  readonly gpu: GPU;
  readonly input: Module['input'];
  /** Whether a kernel runs in the wanted mode; gpu.js takes another one without a word. */
  readonly isWanted: (kernel: Kernel) => boolean;
  /**
   * Whether a kernel can be destroyed while others live. On WebGL it cannot: it takes with it the vertex buffer that all
   * of them draw with, and the textures that hold its results.
   */
  readonly canDestroy: boolean;
}

const CLASS = {
  webasm: 'WebAssemblyKernel',
  headlessgl: 'HeadlessGLKernel',
  webgl2: 'WebGL2Kernel',
  webgpu: 'WebGPUKernel',
} as const;

/** Loads gpu.js and makes its GPU object. Throws when `mode` cannot be had here. */
export async function loadLibrary(mode: GpuMode): Promise<Library> {
  const imported = (await import('gpu.js')) as unknown as { default?: Module } & Module;
  const module = imported.default ?? imported;
  let gpu: GPU;
  try {
    gpu = new module.GPU({ mode });
  } catch (cause) {
    throw new Error(
      `gpu.js: the mode ${mode} cannot be had here; webasm runs everywhere, headlessgl wants the package gl, webgl2 ` +
        `and webgpu want a browser that has them`,
      { cause },
    );
  }
  return {
    gpu,
    input: module.input,
    isWanted: kernel => kernel instanceof module[CLASS[mode]],
    canDestroy: mode === 'webasm' || mode === 'webgpu',
  };
}

// gpu.js itself, loaded only when a device asks for it: it weighs 640 KB in a browser.

import type { GPU, Input, Kernel } from 'gpu.js';

/** gpu.js's modes, the best first. Not among them: plain JavaScript, which is wrong where shapes change. */
export const GPU_MODES = ['webgpu', 'webgl2', 'headlessgl', 'webasm'] as const;

/** Where gpu.js runs its kernels. */
export type GpuMode = (typeof GPU_MODES)[number];

/** What this project takes from gpu.js; its published types know neither WebGPU's kernel nor typed arrays as input. */
interface Module {
  readonly GPU: (new (settings: {
    mode: GpuMode;
  }) => GPU) & {
    isWebGPUAvailable(): Promise<boolean>;
    readonly isWebGL2Supported: boolean;
    readonly isHeadlessGLSupported: boolean;
    readonly isWebAssemblySupported: boolean;
  };
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

/** gpu.js is an optional peer, for an installation of it takes 89 MB. Throws where it is missing. */
async function loadModule(): Promise<Module> {
  let imported: { default?: Module } & Partial<Module>;
  try {
    imported = (await import('gpu.js')) as unknown as typeof imported;
  } catch (cause) {
    throw new Error('gpu.js is not installed, and the backend gpujs runs on it: npm install gpu.js@2.24.1', {
      cause,
    });
  }
  if (imported.default) return imported.default;
  // loaded by a page without a bundler, it exports nothing and is a global, in place of WebGPU's interface of that name
  return (imported.GPU ? imported : (globalThis as { GPU?: unknown }).GPU) as Module;
}

/** Whether gpu.js finds `mode` here. Throws when gpu.js is not installed. */
export async function isAvailable(mode: GpuMode): Promise<boolean> {
  const { GPU } = await loadModule();
  switch (mode) {
    case 'webgpu':
      return GPU.isWebGPUAvailable();
    case 'webgl2':
      return GPU.isWebGL2Supported;
    case 'headlessgl':
      return GPU.isHeadlessGLSupported;
    case 'webasm':
      return GPU.isWebAssemblySupported;
  }
}

/** Loads gpu.js and makes its GPU object. Throws when `mode` cannot be had here. */
export async function loadLibrary(mode: GpuMode): Promise<Library> {
  const module = await loadModule();
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

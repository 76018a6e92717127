// The compiled kernels, and which width V8 compiles them to.
//
// V8 can merge pairs of 128-bit operations into 256-bit ones (x64 with AVX2, Node >= 24). The flag is experimental, so
// it is used only after a self-test has shown that the merged kernels compute the same bits as the plain ones. A page
// cannot set it.

import { platform } from './platform.ts';

export const BUILDS = ['256-bit', '128-bit'] as const;

/** `256-bit`: pairs merged by V8. `128-bit`: as compiled, with tiles that fit its registers. */
export type Build = (typeof BUILDS)[number];

export interface Kernels {
  readonly module: WebAssembly.Module;
  readonly build: Build;
}

const modules = new Map<Build, WebAssembly.Module>();
let loading: Promise<unknown> = Promise.resolve();

/**
 * Loads the kernels; without a wish it takes the 256-bit build where the self-test passes.
 *
 * @throws RangeError when the 256-bit build is wanted where V8 does not merge
 */
export function loadKernels(wanted?: Build): Promise<Kernels> {
  // one after another: V8's flag is the whole process's
  const kernels = loading.then(async () => {
    const build = wanted ?? ((await mergedWorks()) ? '256-bit' : '128-bit');
    if (build === '256-bit' && !(await mergedWorks())) {
      throw new RangeError(
        "openDevice: the 256-bit build runs in Node 24 or newer on x64, and only there; leave build out, or take '128-bit'",
      );
    }
    return { module: await compiled(build), build };
  });
  loading = kernels.catch(() => {});
  return kernels;
}

async function compiled(build: Build): Promise<WebAssembly.Module> {
  platform.setMerging(build === '256-bit');
  let module = modules.get(build);
  if (!module) {
    module = await compile(await readKernels());
    modules.set(build, module);
  }
  return module;
}

async function readKernels(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await platform.readKernels();
  } catch (cause) {
    throw new Error(
      'simd: kernels.wasm, which lies beside the module that loads it, cannot be read; in the repository ' +
        '`pnpm --filter @trapo/tensor kernels` builds it, in a page its bundler must copy it',
      { cause },
    );
  }
}

async function compile(bytes: Uint8Array<ArrayBuffer>): Promise<WebAssembly.Module> {
  try {
    return await WebAssembly.compile(bytes);
  } catch (cause) {
    throw new Error(
      `simd: the kernels do not compile here (${(cause as Error).message}). They need WebAssembly with relaxed SIMD: ` +
        'Chrome or Edge 114, Firefox 146, Node 22, or newer',
      { cause },
    );
  }
}

let merged: boolean | undefined;

/** Whether V8 merges pairs and the result has the plain build's bits: one product of odd sizes through both. */
async function mergedWorks(): Promise<boolean> {
  // the merged build comes last: V8 looks at the flag again whenever it optimises a kernel
  merged ??= platform.merges && (await selfTest('128-bit')) === (await selfTest('256-bit'));
  return merged;
}

async function selfTest(build: Build): Promise<string> {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { exports } = await WebAssembly.instantiate(await compiled(build), { env: { memory } });
  const gemm = exports.gemm as (...args: number[]) => void;
  (exports.setNarrow as (halves: number) => void)(Number(build === '128-bit'));
  const [rows, depth, columns] = [9, 37, 48];
  const a = 131072;
  const b = a + 65536;
  const c = b + 65536;
  const floats = new Float32Array(memory.buffer);
  for (let i = 0; i < rows * depth; i++) floats[a / 4 + i] = Math.sin(i) * 2 ** (i % 7);
  for (let i = 0; i < depth * columns; i++) floats[b / 4 + i] = Math.cos(3 * i);
  // past V8's tier-up, so that the optimised code is what is tested
  for (let i = 0; i < 3000; i++)
    gemm(a, depth * 4, 4, b, depth * 64, depth, c, columns * 4, 0, 0, rows, columns);
  return new Int32Array(memory.buffer, c, rows * columns).join();
}

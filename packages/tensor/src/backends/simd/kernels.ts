// The compiled kernels, and which width V8 compiles them to.
//
// V8 can merge pairs of 128-bit operations into 256-bit ones (x64 with AVX2, Node >= 24). The flag is experimental, so
// it is used only after a self-test has shown that the merged kernels compute the same bits as the plain ones.

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';

/** `256-bit`: pairs merged by V8. `128-bit`: as compiled, with tiles that fit its registers. */
export type Build = '256-bit' | '128-bit';

export interface Loaded {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  /** First byte that the kernels' static data leaves free. */
  readonly heapBase: number;
  readonly build: Build;
}

const file: URL = new URL('./kernels.wasm', import.meta.url);
const modules = new Map<Build, WebAssembly.Module>();

/** Loads the kernels; without a wish it takes the 256-bit build where the self-test passes. */
export function loadKernels(wanted?: Build): Loaded {
  const build = wanted ?? (mergedWorks() ? '256-bit' : '128-bit');
  const module = compiled(build);
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(module, { env: { memory } });
  return { module, memory, heapBase: (exports.heapBase as () => number)(), build };
}

function compiled(build: Build): WebAssembly.Module {
  setFlagsFromString(
    build === '256-bit' ? '--experimental-wasm-revectorize' : '--no-experimental-wasm-revectorize',
  );
  let module = modules.get(build);
  if (!module) {
    module = new WebAssembly.Module(readKernels());
    modules.set(build, module);
  }
  return module;
}

function readKernels(): Uint8Array<ArrayBuffer> {
  try {
    return Uint8Array.from(readFileSync(file));
  } catch (cause) {
    throw new Error(
      'the SIMD kernels are not built (kernels.wasm is missing): in the repository run `pnpm --filter @trapo/tensor kernels`',
      { cause },
    );
  }
}

let merged: boolean | undefined;

/** Whether V8 merges pairs and the result has the plain build's bits: one product of odd sizes through both. */
function mergedWorks(): boolean {
  if (merged === undefined) {
    const versions = process.versions.v8.split('.').map(Number);
    const wide = process.arch === 'x64' && (versions[0] ?? 0) >= 13;
    // the merged build comes last: V8 looks at the flag again whenever it optimises a kernel
    merged = wide && selfTest('128-bit') === selfTest('256-bit');
  }
  return merged;
}

function selfTest(build: Build): string {
  const memory = new WebAssembly.Memory({ initial: 16, maximum: 65536, shared: true });
  const { exports } = new WebAssembly.Instance(compiled(build), { env: { memory } });
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

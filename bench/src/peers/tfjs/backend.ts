// TensorFlow.js on its WebAssembly backend; on plain JavaScript where that does not start.
//
// In Node that backend takes SIMD, and says of itself that it has no threads there (WASM_HAS_MULTITHREAD_SUPPORT).

import { createRequire, registerHooks } from 'node:module';
import { dirname } from 'node:path';
import type * as Tf from '@tensorflow/tfjs-core';

export type { Tf };

const require: NodeJS.Require = createRequire(import.meta.url);
export const tf: typeof Tf = require('@tensorflow/tfjs-core');

/** Starts a backend, and says which. */
export async function startBackend(): Promise<string> {
  await registerGradients();
  try {
    const wasm: { setWasmPaths(prefix: string): void } = require('@tensorflow/tfjs-backend-wasm');
    wasm.setWasmPaths(`${dirname(require.resolve('@tensorflow/tfjs-backend-wasm'))}/`);
    if (!(await tf.setBackend('wasm'))) throw new Error('the WebAssembly backend does not start');
  } catch {
    require('@tensorflow/tfjs-backend-cpu');
    await tf.setBackend('cpu');
  }
  await tf.ready();
  const simd = tf.getBackend() === 'wasm' && (await tf.env().getAsync('WASM_HAS_SIMD_SUPPORT'));
  return `${tf.version_core}, ${tf.getBackend()}${simd ? ' with SIMD' : ''} on 1 thread; Node ${process.versions.node}`;
}

/** The build for Node leaves the gradients out; they are ES modules whose imports lack the extension that Node wants. */
async function registerGradients(): Promise<void> {
  const hooks = registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch {
        return next(`${specifier}.js`, context);
      }
    },
  });
  await import('@tensorflow/tfjs-core/dist/register_all_gradients.js');
  hooks.deregister();
}

// What the machine can do at most: fused multiply-adds in registers, through the same V8. `peak.ts BUILD`, where BUILD is
// `256-bit` or `128-bit`; V8's flag for merging holds for a whole process, hence one for each.

import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { serve, timed } from './serve.ts';

const wide: boolean = process.argv[2] === '256-bit';
setFlagsFromString(wide ? '--experimental-wasm-revectorize' : '--no-experimental-wasm-revectorize');

const module: WebAssembly.Module = new WebAssembly.Module(
  Uint8Array.from(readFileSync(new URL('../../kernels/peak.wasm', import.meta.url))),
);
const { exports } = new WebAssembly.Instance(module);
const [CHAINS, TO, FROM]: readonly number[] = [12, 2048, 1024];
const lanes: number = wide ? 8 : 4;
const kernel = exports[wide ? 'wide' : 'narrow'] as (to: number, from: number, steps: number) => void;
// factors below one and addends of one, so that the chains stay finite
new Float32Array((exports.memory as WebAssembly.Memory).buffer, FROM, 16).fill(1, 0, 8).fill(0.5, 8);

await serve({
  info: () => ({ about: `${CHAINS} chains of ${wide ? 256 : 128} bits` }),
  async peak(request) {
    const steps = Math.ceil(request.flops / (2 * CHAINS! * lanes));
    return timed(request, () => kernel(TO!, FROM!, steps));
  },
});

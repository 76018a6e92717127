import { GPU } from 'gpu.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Device, openDevice } from '../../device.ts';
import { type Op, record } from '../../graph/op.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { add } from '../../ops/add/add.ts';
import type { GpuCall } from './gpuCall.ts';
import { Kernels } from './kernels.ts';
import { loadLibrary } from './library.ts';

/** An operation of one kernel, that only gpu.js can run. */
function custom(source: string, inputs: readonly Tensor[], constants: GpuCall['constants'] = {}): Tensor {
  const op: Op<Record<string, never>> = {
    name: 'custom',
    infer: ([x]) => [x!],
    simd: () => {
      throw new Error('gpu.js only');
    },
    gpu: node => [{ source, inputs: node.inputs, output: node.outputs[0]!, constants }],
  };
  return record(op, inputs, {})[0]!;
}

describe('gpu.js', () => {
  let device: Device;
  beforeAll(async () => {
    device = await openDevice({ backend: 'gpujs', mode: 'webasm' });
  });
  afterAll(() => device.close());

  it('says where it runs', () => {
    expect(device.report).toEqual({
      backend: 'gpujs:webasm',
      threads: 1,
      build: 'gpu.js, webasm',
      reason: 'gpujs was asked for',
    });
  });

  it('refuses a mode that cannot be had here, saying so', async () => {
    await expect(openDevice({ backend: 'gpujs', mode: 'webgl2' })).rejects.toThrow(
      'gpu.js: the mode webgl2 cannot be had here; webasm runs everywhere',
    );
  });

  it('names the operation whose kernel does not compile', async () => {
    const x = input([2]);
    const y = custom('function (x) { return nothing[0][0]; }', [x]);
    const { plans } = device.compile({ inputs: { x }, outputs: { y } });
    await expect(plans[0].run({ x: new Float32Array(2) })).rejects.toThrow(
      'gpu.js: the kernel of custom does not run on webasm',
    );
  });

  it('runs loops of more than a thousand turns to their end', async () => {
    const x = input([1]);
    const count = 'function (x) { let n = 0; for (let i = 0; i < x[0][0]; i++) { n += 1; } return n; }';
    const { plans, release } = device.compile({ inputs: { x }, outputs: { n: custom(count, [x]) } });
    expect((await plans[0].run({ x: Float32Array.of(70000) })).n![0]).toBe(70000);
    release();
  });

  it('runs a later stage once for each run of the first', async () => {
    const [x, dy] = [input([2]), input([2])];
    const hidden = add(x, x);
    const { plans, release } = device.compile(
      { inputs: { x }, outputs: { hidden } },
      { inputs: { dy }, outputs: { sum: add(hidden, dy) } },
    );
    await plans[0].run({ x: Float32Array.of(1, 2) });
    const dyData = { dy: Float32Array.of(10, 20) };
    expect([...(await plans[1].run(dyData)).sum!]).toEqual([12, 24]);
    await expect(plans[1].run(dyData)).rejects.toThrow(
      'gpu.js: a value of an earlier stage is gone; run the first stage again',
    );
    release();
  });

  it('takes plans that are started together one after the other', async () => {
    const [x, y] = [input([2]), input([2])];
    const [a, b] = [{ x: Float32Array.of(1, 2) }, { y: Float32Array.of(3, 4) }];
    const { plans, release } = device.compile({ inputs: { x }, outputs: { sum: add(x, x) } });
    const other = device.compile({ inputs: { y }, outputs: { sum: add(y, y) } });
    const results = await Promise.all([plans[0].run(a), other.plans[0].run(b), plans[0].run(a)]);
    expect(results.map(({ sum }) => [...sum!])).toEqual([
      [2, 4],
      [6, 8],
      [2, 4],
    ]);
    release();
    other.release();
  });
});

describe('Kernels', () => {
  const source = 'function (x) { return x[0][this.thread.x] * this.constants.factor; }';
  const call = (size: number, factor: number): GpuCall => ({
    source,
    inputs: [input([size])],
    output: input([size]),
    constants: { factor },
  });

  it('compiles a text once for each operation, shape and constant, and forgets it with its last user', async () => {
    const kernels = await Kernels.open('webasm');
    const kernel = kernels.acquire('scale', call(3, 2));
    expect(kernels.acquire('scale', call(3, 2))).toBe(kernel);
    expect(kernels.acquire('scale', call(4, 2))).not.toBe(kernel);
    expect(kernels.acquire('scale', call(3, 5))).not.toBe(kernel);
    expect(kernels.acquire('other', call(3, 2))).not.toBe(kernel);
    kernels.release(kernel);
    expect(kernels.acquire('scale', call(3, 2))).toBe(kernel);
    kernels.release(kernel);
    kernels.release(kernel);
    expect(kernels.acquire('scale', call(3, 2))).not.toBe(kernel);
  });

  it('names the operation whose kernel gpu.js ran elsewhere than asked', async () => {
    const gpu = new GPU({ mode: 'cpu' });
    const kernels = new Kernels('webasm', { ...(await loadLibrary('webasm')), gpu });
    const kernel = kernels.acquire('scale', call(2, 3));
    await expect(kernels.run(kernel, [[Float32Array.of(1, 2)]])).rejects.toThrow(
      'gpu.js: the kernel of scale must run on webasm, but ran on CPUKernel',
    );
    await gpu.destroy();
  });
});

import { expect, it } from 'vitest';
import { type WebGpu, whyNoGpu } from './webgpu.ts';

// what browsers answer on machines that the tests do not have
const answering = (adapter: Awaited<ReturnType<WebGpu['requestAdapter']>>): WebGpu => ({
  requestAdapter: async () => adapter,
});

it('finds a GPU only behind an adapter of hardware', async () => {
  expect(await whyNoGpu(answering({ info: { vendor: 'nvidia', architecture: 'hopper' } }))).toBeUndefined();
  expect(await whyNoGpu(answering({}))).toBeUndefined();
  expect(await whyNoGpu(undefined)).toBe('there is no WebGPU here');
  expect(await whyNoGpu(answering(null))).toBe('WebGPU finds no adapter here');
  const refusing = { requestAdapter: () => Promise.reject(new Error('blocked')) };
  expect(await whyNoGpu(refusing)).toBe('WebGPU finds no adapter here');
  expect(await whyNoGpu(answering({ info: { vendor: 'google', architecture: 'swiftshader' } }))).toBe(
    'WebGPU runs in software here (google swiftshader)',
  );
  expect(
    await whyNoGpu(answering({ info: { vendor: 'mesa', description: 'llvmpipe (LLVM 19)' } })),
  ).toContain('in software here (mesa llvmpipe');
  for (const adapter of [{ isFallbackAdapter: true }, { info: { isFallbackAdapter: true } }]) {
    expect(await whyNoGpu(answering(adapter))).toBe('WebGPU runs in software here (a fallback adapter)');
  }
});

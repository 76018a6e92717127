import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { openDevice } from './device.ts';
import { askedBackend, type DeviceOptions } from './deviceOptions.ts';

describe('askedBackend', () => {
  it.each<[DeviceOptions, string | undefined]>([
    [{}, undefined],
    [{ backend: 'simd' }, 'simd'],
    [{ threads: 2 }, 'simd'],
    [{ build: '128-bit' }, 'simd'],
    [{ mode: 'webgl2' }, 'gpujs'],
    [{ backend: 'gpujs' }, 'gpujs'],
    [{ backend: undefined, threads: undefined } as never, undefined],
  ])('%o asks for %s', (options, backend) => {
    expect(askedBackend(options)).toBe(backend);
  });

  test.prop([fc.oneof(fc.double(), fc.string(), fc.boolean(), fc.constant(null))])(
    'takes whole threads from 1 to 64 and refuses everything else',
    threads => {
      const options = { threads } as DeviceOptions;
      if (Number.isInteger(threads) && Number(threads) >= 1 && Number(threads) <= 64) {
        expect(askedBackend(options)).toBe('simd');
      } else
        expect(() => askedBackend(options)).toThrow(
          'threads is a whole number from 1 to 64, for example 2; got',
        );
    },
  );

  it.each([
    [{ backend: 'cuda' }, 'backend is one of simd, gpujs, for example { backend: \'simd\' }; got "cuda"'],
    [{ mode: 'cpu' }, 'mode is one of webgpu, webgl2, headlessgl, webasm'],
    [{ build: 256 }, 'build is one of 256-bit, 128-bit'],
    [{ thread: 2 }, 'the options are backend, threads, build and mode; got "thread"'],
    [{ backend: 'gpujs', threads: 2 }, 'threads and build belong to simd, mode to gpujs'],
    [{ backend: 'simd', mode: 'webgpu' }, 'got {"backend":"simd","mode":"webgpu"}'],
  ])('refuses %o', async (options, message) => {
    await expect(openDevice(options as never)).rejects.toThrow(`openDevice: `);
    await expect(openDevice(options as never)).rejects.toThrow(message);
  });
});

// Whether there is a GPU behind WebGPU: browsers also offer it in software, which is far slower than SIMD.

interface Adapter {
  readonly isFallbackAdapter?: boolean;
  readonly info?: {
    readonly isFallbackAdapter?: boolean;
    readonly vendor?: string;
    readonly architecture?: string;
    readonly description?: string;
  };
}

/** What of `navigator.gpu` is needed here. */
export interface WebGpu {
  requestAdapter(): Promise<Adapter | null>;
}

const SOFTWARE = /swiftshader|llvmpipe|lavapipe|software|basic render/i;

/** Why no GPU can be had through WebGPU, to follow "because"; undefined where one can. */
export async function whyNoGpu(
  gpu: WebGpu | undefined = (globalThis.navigator as { gpu?: WebGpu } | undefined)?.gpu,
): Promise<string | undefined> {
  if (!gpu) return 'there is no WebGPU here';
  const adapter = await gpu.requestAdapter().catch(() => null);
  if (!adapter) return 'WebGPU finds no adapter here';
  const { info } = adapter;
  const name = [info?.vendor, info?.architecture, info?.description].filter(Boolean).join(' ');
  if (adapter.isFallbackAdapter || info?.isFallbackAdapter || SOFTWARE.test(name)) {
    return `WebGPU runs in software here (${name || 'a fallback adapter'})`;
  }
  return undefined;
}

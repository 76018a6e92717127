import { resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

/** The bytes of the math verifier and its stages with all that they need, minified and gzipped. */
export async function bundleSize(): Promise<number> {
  const source = resolve(import.meta.dirname, '../../../packages/verifiers/src');
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: {
      write: false,
      minify: true,
      target: 'es2022',
      modulePreload: { polyfill: false },
      rollupOptions: {
        input: resolve(source, 'kinds/math/index.ts'),
        preserveEntrySignatures: 'strict',
      },
    },
  });
  const { output } = built as unknown as { readonly output: readonly { readonly code?: string }[] };
  return gzipSync(output.map(({ code }) => code ?? '').join(''), { level: 9 }).length;
}

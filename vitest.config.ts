import { defineConfig, type ViteUserConfig } from 'vitest/config';

// Packages are tested from their sources: no build stands between an edit and its test.
const config: ViteUserConfig = defineConfig({
  ssr: { resolve: { conditions: ['@trapo/source'] } },
  test: {
    include: ['packages/**/*.test.ts', 'apps/**/*.test.ts', 'bench/src/**/*.test.ts', 'tools/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    // the SIMD kernels are compiled from their sources when these have changed
    globalSetup: ['packages/tensor/scripts/testSetup.ts'],
    testTimeout: 60_000,
  },
});

export default config;

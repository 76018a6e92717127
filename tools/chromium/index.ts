// A page of this workspace in Chromium, for tests and benchmarks. WebGPU and WebGL 2 run in software.

import { chromium, type Page } from 'playwright-core';
import { findChromium } from './findChromium.ts';
import { type ServeOptions, serve } from './serve.ts';

export type { Page, ServeOptions };
export { findChromium };

const FLAGS = [
  '--no-sandbox --disable-gpu-sandbox --disable-background-networking --disable-component-update --disable-sync',
  '--no-first-run --disable-quic --enable-unsafe-webgpu --use-webgpu-adapter=swiftshader --enable-features=Vulkan',
  '--use-gl=angle --use-angle=swiftshader --enable-unsafe-swiftshader',
].flatMap(line => line.split(' '));

export interface PageOptions extends ServeOptions {
  /** Closes the browser when aborted; `withPage` then rejects with its reason. */
  readonly signal?: AbortSignal;
}

/**
 * Opens an empty page whose server gives it the files of this workspace (or of `root`), and closes it after `work`.
 * `work` runs a second time, in a new browser, if Chromium dies under it. What the page logs as an error goes to stderr.
 *
 * @throws Error when there is no Chromium, and whatever `work` throws
 */
export async function withPage<T>(
  work: (page: Page) => Promise<T>,
  { signal, ...options }: PageOptions = {},
): Promise<T> {
  const executablePath = findChromium();
  if (!executablePath) {
    throw new Error(
      'there is no Chromium here: install it (Debian: apt-get install chromium), or set CHROMIUM to its path',
    );
  }
  const server = await serve(options);
  try {
    return await inBrowser(executablePath, server.url, work, signal).catch(error => {
      if (signal?.aborted) throw signal.reason;
      if (!(error instanceof ChromiumDied)) throw error;
      console.error(`${error.message}; once more`);
      return inBrowser(executablePath, server.url, work, signal);
    });
  } finally {
    await server.close();
  }
}

/**
 * Calls an exported function of a module in the page, for example `call(page, '/packages/tensor/src/index.ts', 'input',
 * [2, 3])`. Argument and result are JSON. Unlike `page.evaluate` it works from modules that a test runner has rewritten.
 */
export function call<T>(page: Page, module: string, name: string, argument?: unknown): Promise<T> {
  const given = JSON.stringify(argument) ?? '';
  return page.evaluate(`import(${JSON.stringify(module)}).then(module => module.${name}(${given}))`);
}

class ChromiumDied extends Error {}

async function inBrowser<T>(
  executablePath: string,
  url: string,
  work: (page: Page) => Promise<T>,
  signal: AbortSignal | undefined,
): Promise<T> {
  const browser = await chromium.launch({ executablePath, args: FLAGS });
  signal?.addEventListener('abort', () => void browser.close());
  let crashed = false;
  try {
    const page = await browser.newPage();
    page.on('crash', () => (crashed = true));
    page.on('console', message => message.type() === 'error' && console.error(`page: ${message.text()}`));
    page.on('pageerror', error => console.error(`page: ${error.stack}`));
    await page.goto(url);
    return await work(page);
  } catch (cause) {
    if (!crashed && browser.isConnected()) throw cause;
    throw new ChromiumDied(`Chromium died: ${(cause as Error).message}`, { cause });
  } finally {
    await browser.close();
  }
}

// A development server on loopback: TypeScript and packages as a page's bundler would give them, under any free port.

import { mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createServer, defaultClientConditions, type Plugin } from 'vite';

const WORKSPACE: string = resolve(import.meta.dirname, '../..');

export interface ServeOptions {
  /** The folder served as `/`. Default: this workspace, whose packages resolve to their sources. */
  readonly root?: string;
  /** Modules that the page will import, from the folder's root: what they need of npm is bundled ahead. */
  readonly entries?: readonly string[];
  /** Whether the page is cross-origin isolated, so that it has SharedArrayBuffer. Default true. */
  readonly isolated?: boolean;
}

export interface Server {
  /** Address of an empty page. */
  readonly url: string;
  close(): Promise<void>;
}

export async function serve({ root, entries = [], isolated = true }: ServeOptions): Promise<Server> {
  // a folder of its own: servers of several processes would rewrite each other's bundles
  const cacheDir = await mkdtemp(join(tmpdir(), 'trapo-page-'));
  const server = await createServer({
    root: root ?? WORKSPACE,
    configFile: false,
    cacheDir,
    appType: 'custom',
    logLevel: 'warn',
    plugins: [emptyPage],
    resolve: {
      conditions: root ? [...defaultClientConditions] : ['@trapo/source', ...defaultClientConditions],
    },
    optimizeDeps: { entries: [...entries] },
    server: {
      host: '127.0.0.1',
      port: 0,
      headers: isolated
        ? { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' }
        : {},
      // nothing reloads the page in the middle of a run; linked packages lie outside the root
      hmr: false,
      ws: false,
      watch: null,
      fs: { strict: false },
    },
  });
  await server.listen();
  const { port } = server.httpServer!.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      await server.close();
      await rm(cacheDir, { recursive: true, force: true });
    },
  };
}

const emptyPage: Plugin = {
  name: 'empty-page',
  configureServer: ({ middlewares, config }) => {
    middlewares.use((request, response, next) => {
      if (request.url !== '/') return next();
      response.writeHead(200, { ...config.server.headers, 'Content-Type': 'text/html; charset=utf-8' });
      response.end('<!doctype html><title>trapo</title><link rel="icon" href="data:,">');
    });
  },
};

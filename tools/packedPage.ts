// The first example of packages/tensor/README.md in a page, from the files as published and nothing else: no bundler, no
// server of ours, only an import map.

import { readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { findChromium, type Page, withPage } from '@trapo/chromium';

const ORIGIN = 'https://packed.test';
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
const TYPES: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.wasm': 'application/wasm' };
const DOCUMENT = `<!doctype html><link rel="icon" href="data:,">
<script type="importmap">{ "imports": { "@trapo/tensor": "/node_modules/@trapo/tensor/dist/index.js" } }</script>
<script type="module">
  document.title = await import('/tensor.js').then(() => 'done', error => String(error));
</script>`;

/**
 * Runs `place`/tensor.js in pages, cross-origin isolated and not, and says so in words.
 *
 * @throws Error when it does not run, or its loss does not fall; or when CI is set and there is no Chromium
 */
export async function checkPages(place: string): Promise<string> {
  if (!findChromium()) {
    if (process.env.CI) throw new Error('there is no Chromium here, and CI must run the example in a page');
    return 'not in a page: there is no Chromium here';
  }
  for (const isolated of [true, false]) {
    const printed = await withPage(page => run(page, place, isolated), { root: place });
    checkLoss(printed, `in a page, cross-origin isolated: ${isolated}`);
  }
  return 'in Chromium too, cross-origin isolated and not';
}

/** Throws unless the last loss that was printed is less than a tenth of the first. */
export function checkLoss(printed: string, where: string): void {
  const losses = [...printed.matchAll(/loss (\S+)/g)].map(([, loss]) => Number(loss));
  const [first, last] = [losses[0], losses.at(-1)];
  if (first !== undefined && losses.length > 1 && last! < first / 10) return;
  throw new Error(`the example of packages/tensor/README.md, ${where}: the loss did not fall:\n${printed}`);
}

async function run(page: Page, place: string, isolated: boolean): Promise<string> {
  const lines: string[] = [];
  page.on('console', message => lines.push(message.text()));
  const asked: string[] = [];
  await page.route(`${ORIGIN}/**`, async route => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    const contentType = `${TYPES[extname(pathname)] ?? 'text/html'}; charset=utf-8`;
    const headers = { 'Content-Type': contentType, ...(isolated && ISOLATION) };
    const body = pathname === '/' ? DOCUMENT : await readFile(join(place, pathname));
    await route.fulfill({ headers, body });
  });
  await page.goto(`${ORIGIN}/`);
  await page.waitForFunction('document.title', undefined, { timeout: 60_000 });
  const outcome = await page.title();
  const threads = asked.some(path => path.endsWith('/worker.js'));
  const cores = await page.evaluate('navigator.hardwareConcurrency');
  if (outcome !== 'done') throw new Error(`the example of packages/tensor/README.md in a page: ${outcome}`);
  if (threads !== (isolated && cores !== 1)) {
    throw new Error(
      `packages/tensor in a page, cross-origin isolated: ${isolated}: worker threads: ${threads}`,
    );
  }
  return lines.join('\n');
}

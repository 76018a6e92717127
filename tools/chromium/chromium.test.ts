import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { call, findChromium, withPage } from './index.ts';

const tensor = 'packages/tensor/src/index.ts';

describe.skipIf(!findChromium())('a page in Chromium', () => {
  test.each([true, false])('gets sources of the workspace; isolated: %s', async isolated => {
    await withPage(
      async page => {
        expect(await call(page, `/${tensor}`, 'input', [2, 3])).toMatchObject({ shape: [2, 3] });
        expect(await page.evaluate('crossOriginIsolated')).toBe(isolated);
        expect(await page.evaluate('typeof SharedArrayBuffer')).toBe(isolated ? 'function' : 'undefined');
      },
      { isolated, entries: [tensor] },
    );
  });

  test('gets the files of a plain folder; errors come back', async () => {
    const root = mkdtempSync(join(tmpdir(), 'trapo-folder-'));
    writeFileSync(join(root, 'built.js'), 'export const double = x => 2 * x;');
    await withPage(
      async page => {
        expect(await call(page, '/built.js', 'double', 21)).toBe(42);
        await expect(call(page, '/built.js', 'triple', 14)).rejects.toThrow('triple');
      },
      { root },
    );
    rmSync(root, { recursive: true });
  });

  test('works a second time, and no third, when Chromium dies', async () => {
    const log = vi.spyOn(console, 'error').mockImplementation(() => {});
    let visits = 0;
    const crash = withPage(async page => {
      visits++;
      const session = await page.context().newCDPSession(page);
      await Promise.all([page.evaluate('new Promise(() => {})'), session.send('Page.crash')]);
    });
    await expect(crash).rejects.toThrow('Chromium died');
    expect(visits).toBe(2);
    log.mockRestore();
  });

  test('ends a page that hangs, when told to', async () => {
    const abort = new AbortController();
    const hang = withPage(
      page => {
        setTimeout(() => abort.abort(new Error('enough')), 200);
        return page.evaluate('for (;;) {}');
      },
      { signal: abort.signal },
    );
    await expect(hang).rejects.toThrow('enough');
  });
});

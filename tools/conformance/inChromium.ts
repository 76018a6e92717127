import { call, findChromium, withPage } from '@trapo/chromium';
import type { Message, RunOptions } from '../../packages/tensor/src/testing/runSuites.ts';

const PAGE = 'tools/conformance/page.ts';

export async function inChromium(
  options: RunOptions,
  report: (message: Message) => void,
  signal: AbortSignal,
): Promise<void> {
  if (!findChromium()) {
    report({ absent: 'no Chromium is installed (Debian: apt-get install chromium)' });
    return;
  }
  await withPage(
    async page => {
      await page.exposeFunction('report', report);
      await call(page, `/${PAGE}`, 'run', options);
    },
    { entries: [PAGE], signal },
  );
}

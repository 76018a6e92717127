// The dashboard in Chromium, on a real run while it trains and on written ones.

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findChromium, type Page, withPage } from '@trapo/chromium';
import { afterAll, describe, expect, test } from 'vitest';
import { type Dash, openDash } from './server.ts';
import { type WrittenRun, writeRun } from './testing/writeRun.ts';

const opened: Dash[] = [];
const children: ChildProcess[] = [];
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  for (const dash of opened) await dash.close();
});

async function dashOf(...folders: string[]): Promise<Dash> {
  const dash = await openDash(folders);
  opened.push(dash);
  return dash;
}

const place = () => mkdtemp(join(tmpdir(), 'trapo-page-'));

async function written(runs: Readonly<Record<string, WrittenRun>>): Promise<Dash> {
  const folder = await place();
  for (const [name, run] of Object.entries(runs)) await writeRun(join(folder, name), run);
  return dashOf(folder);
}

/** The step that a chart's heading names. */
const stepOf = async (page: Page, chart: string): Promise<number> => {
  const text = await page.getByRole('region', { name: chart, exact: true }).locator('.at').textContent();
  return Number(text!.replace('step ', ''));
};

const tiny = `
name: tiny
task: {name: two-digits, train: 12, benchmark: 3}
model: {hidden_size: 16, intermediate_size: 32, num_hidden_layers: 1, num_attention_heads: 2, num_key_value_heads: 2}
pretrain: {steps: 4, examplesPerStep: 8, warmup: 1}
training: {steps: 3000, rowsPerStep: 16, responseLength: 20, lossLength: 20, warmup: 1}
methods: {trapo: {}}
`;

describe.skipIf(!findChromium())('the page', () => {
  test('moves while a run trains, and a reload shows the same', async () => {
    const cwd = await place();
    await writeFile(join(cwd, 'tiny.yaml'), tiny);
    const main = join(import.meta.dirname, '../main.ts');
    const args = ['--conditions=@trapo/source', main, 'start', '--config', 'tiny.yaml', '--out', 'runs/tiny'];
    const training = spawn(process.execPath, args, { cwd, env: { ...process.env, INIT_CWD: cwd } });
    children.push(training);
    let output = '';
    // the run names its own dashboard, which runs beside it
    const url = await new Promise<string>((resolve, reject) => {
      training.stdout.on('data', text => {
        output += text;
        const found = output.match(/^dashboard: (\S+)/m)?.[1];
        if (found) resolve(found);
      });
      training.stderr.on('data', text => (output += text));
      training.on('exit', () => reject(new Error(output)));
    });
    await withPage(async page => {
      await page.goto(url);
      await page.getByRole('region', { name: 'Reward', exact: true }).locator('.at').waitFor();
      const seen = new Set<number>();
      for (let i = 0; i < 100 && seen.size < 4; i++) {
        seen.add(await stepOf(page, 'Reward'));
        await page.waitForTimeout(200);
      }
      expect(seen.size).toBeGreaterThanOrEqual(4);
      // another may look at the same run
      const second = await dashOf(join(cwd, 'runs'));
      await page.goto(second.url);
      await page.getByRole('region', { name: 'Prefix levels · TRAPO' }).locator('canvas').waitFor();
      await page.goto(url);

      await page.getByLabel('log axis').check();
      await page.getByLabel('from step').fill('2');
      await page.getByLabel('from step').press('Enter');
      await page.getByRole('button', { name: 'Rollouts' }).click();
      await page.getByRole('button', { name: 'Curves' }).click();
      await page.reload();
      expect(await page.getByLabel('log axis').isChecked()).toBe(true);
      expect(await page.getByLabel('from step').inputValue()).toBe('2');
      const before = await stepOf(page, 'Entropy');
      await expect.poll(() => stepOf(page, 'Entropy'), { timeout: 20_000 }).toBeGreaterThan(before);

      await page.getByRole('button', { name: 'Rollouts' }).click();
      await page.getByRole('article').first().waitFor();
      expect(await page.locator('.token').count()).toBeGreaterThan(20);
    });
    training.kill('SIGKILL');
  });

  test('opens a run of 10,000 steps and 8 million numbers at once, and scrolls', async () => {
    const folder = join(await place(), 'big');
    await writeRun(folder, { steps: 10_000, more: 785, methods: ['trapo'], prompts: 2 });
    const beginReading = performance.now();
    const dash = await dashOf(folder);
    await fetch(`${dash.url}/api/stage?run=big&stage=trapo`);
    const reading = performance.now() - beginReading;
    await withPage(async page => {
      // from sources the page is built when it is first asked for
      await fetch(dash.url);
      const begin = performance.now();
      await page.goto(dash.url);
      await page.getByRole('region', { name: 'Entropy' }).locator('.number').first().waitFor();
      await page.getByRole('region', { name: 'Reward', exact: true }).locator('canvas').waitFor();
      const opening = performance.now() - begin;
      expect(await stepOf(page, 'Reward')).toBe(10_000);

      // zoomed in, every step is there
      const asked = page.waitForResponse(/metric=reward&from=5000/);
      await page.getByLabel('from step').fill('5000');
      await page.getByLabel('to step').fill('5099');
      await page.getByLabel('to step').press('Enter');
      const series = await (await page.waitForResponse(/metric=reward&from=5000&to=5099/)).json();
      expect([series.whole, series.steps.length]).toEqual([true, 100]);
      await asked;
      await page.getByRole('button', { name: 'all steps' }).click();

      await page.getByText('All other metrics').click();
      const { frames, busy } = await page.evaluate<{
        frames: number[];
        busy: number[];
      }>(`new Promise(resolve => {
        const frames = [];
        const busy = [];
        new PerformanceObserver(list => busy.push(...list.getEntries().map(({ duration }) => duration))).observe({
          type: 'longtask',
        });
        let last = performance.now();
        const frame = now => {
          frames.push(now - last);
          last = now;
          scrollBy(0, 60);
          if (frames.length < 200) requestAnimationFrame(frame);
          else resolve({ frames: frames.slice(5), busy });
        };
        requestAnimationFrame(frame);
      })`);
      const sorted = frames.toSorted((a, b) => a - b);
      const at = (share: number) => sorted[Math.floor(share * (sorted.length - 1))]!.toFixed(0);
      console.log(
        `10,000 steps, 8 million numbers: read in ${(reading / 1000).toFixed(2)} s when the dashboard starts, ` +
          `open in ${(opening / 1000).toFixed(2)} s; scrolling past charts: ` +
          `${at(0.5)} ms a frame at the median, ${at(0.95)} ms at the 95th percentile, ` +
          `${busy.length} tasks above 50 ms, the longest ${Math.max(0, ...busy).toFixed(0)} ms`,
      );
      expect(await page.evaluate('scrollY')).toBeGreaterThan(5000);
      // far cards hold no chart
      expect(await page.locator('canvas').count()).toBeLessThan(40);
    });
  }, 180_000);

  test('shows hostile text as text', async () => {
    const hostile =
      '"><img src=x onerror="window.pwned=1"><script>window.pwned=1</script>\u202etxt.exe\u0000javascript:alert(1)';
    const dash = await written({
      '<img src=x onerror=window.pwned=1>': {
        name: '<b>bold</b>',
        hostile,
        training: { '<img src=x onerror=window.pwned=1>': hostile },
      },
      other: { seed: 2 },
    });
    await withPage(async page => {
      const elsewhere: string[] = [];
      const refused: string[] = [];
      page.on('request', request => {
        if (!request.url().startsWith(dash.url)) elsewhere.push(request.url());
      });
      page.on(
        'console',
        message => message.text().includes('Content Security') && refused.push(message.text()),
      );
      for (const tab of ['curves', 'rollouts', 'compare', 'configs']) {
        await page.goto(`${dash.url}/#tab=${tab}`);
        await page.reload();
        await page.waitForLoadState('networkidle').catch(() => {});
        await page.locator('main :is(canvas, article, table)').first().waitFor();
      }
      await page.goto(`${dash.url}/#tab=rollouts`);
      await page.reload();
      const rollout = page.locator('.rollout');
      await rollout.getByText('<script>window.pwned=1</script>').first().waitFor();
      expect(await rollout.textContent()).toContain('⟨U+202E⟩txt.exe⟨U+0000⟩');
      expect(await page.locator('main img, main script, main b').count()).toBe(0);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
      expect({ elsewhere, refused }).toEqual({ elsewhere: [], refused: [] });

      // and were there markup, it would not run
      await page.evaluate(
        `document.body.insertAdjacentHTML('beforeend', '<img src="data:," onerror="window.pwned=1">')`,
      );
      await page.waitForTimeout(200);
      expect(await page.evaluate('window.pwned')).toBeUndefined();
    });
  });

  test('is used without a mouse', async () => {
    const dash = await written({
      one: { steps: 100 },
      two: { steps: 100, seed: 2, training: { alpha: 0.3 } },
    });
    await withPage(async page => {
      await page.goto(dash.url);
      const chart = page.getByRole('slider', { name: /^Reward\./ });
      await chart.locator('canvas').waitFor();
      await chart.focus();
      await page.keyboard.press('ArrowLeft');
      await page.keyboard.press('ArrowLeft');
      await expect.poll(() => stepOf(page, 'Reward')).toBe(98);
      await page.keyboard.press('+');
      expect(page.url()).toMatch(/from=\d+&to=\d+/);
      await page.keyboard.press('Escape');
      expect(page.url()).not.toContain('from=');

      await page.keyboard.press('2');
      await page.getByRole('article').first().waitFor();
      const current = page.locator('.prompts [aria-current]');
      await page.keyboard.press('j');
      await page.keyboard.press('j');
      await page.keyboard.press('k');
      await expect.poll(() => current.locator('.id').textContent()).toBe('p1');
      await page.keyboard.press('[');
      await page.getByRole('heading', { name: 'p1' }).waitFor();
      expect(page.url()).toContain('step=90');
      const guided = page.getByRole('region', { name: 'Micro-group 2' }).locator('.tokens');
      const told = page.locator('.detail').filter({ hasText: /^expert/ });
      // the other step's rows take the place of these when they are there, and the focus goes with what it was on
      const tell = async () => {
        await guided.focus();
        await page.keyboard.press('ArrowRight');
        return told.count();
      };
      await expect.poll(tell).toBeGreaterThan(0);
      const detail = await told.textContent();
      const [, p, weight] = detail!.match(/^expert "1" {2}p ([\d.e-]+), log p \S+, weight ([\d.]+)$/)!;
      expect(Number(weight)).toBeCloseTo(Math.min(1, Number(p) / 0.1), 2);

      await page.keyboard.press('3');
      await page.getByRole('cell', { name: '± 0.7' }).first().waitFor();
      await page.keyboard.press('4');
      const keys = page.locator('.configs tbody th');
      await expect.poll(() => keys.allTextContents()).toEqual(['seed', 'training.alpha']);
    });
  });

  test.each(['light', 'dark'] as const)('fits a phone, in %s', async colorScheme => {
    const dash = await written({
      'a-run-with-quite-a-long-name-indeed-20260131-235959': { steps: 40 },
      two: { seed: 2 },
    });
    await withPage(async page => {
      await page.setViewportSize({ width: 390, height: 800 });
      await page.emulateMedia({ colorScheme });
      for (const tab of ['curves', 'rollouts', 'compare', 'configs']) {
        await page.goto(`${dash.url}/#tab=${tab}`);
        await page.reload();
        await page.locator('main :is(canvas, article, table)').first().waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth'), tab).toBe(390);
      }
      const [text, ground] = (await page.evaluate(
        '[getComputedStyle(document.documentElement).color, getComputedStyle(document.documentElement).backgroundColor]',
      )) as [string, string];
      expect(contrast(text, ground)).toBeGreaterThan(7);
    });
  });
});

/** WCAG 2.2's contrast ratio of two `rgb()` colours. */
function contrast(a: string, b: string): number {
  const luminance = (colour: string) => {
    const [red, green, blue] = colour.match(/\d+/g)!.map(value => {
      const share = Number(value) / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
  };
  const [low, high] = [luminance(a), luminance(b)].sort((x, y) => x - y);
  return (high! + 0.05) / (low! + 0.05);
}

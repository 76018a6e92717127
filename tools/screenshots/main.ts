// pnpm screenshots RUNS...: the pictures of docs/screenshots, taken of the dashboard of these runs.

import { type ChildProcess, spawn } from 'node:child_process';
import { join, resolve } from 'node:path';
import { type Page, withPage } from '@trapo/chromium';

const root: string = resolve(import.meta.dirname, '../..');
const out: string = join(root, 'docs/screenshots');

interface Shot {
  readonly name: string;
  /** The view, as the page's address has it. */
  readonly view: string;
  readonly width?: number;
  readonly height?: number;
  readonly dark?: boolean;
  /** What must be there before the picture is taken. */
  readonly shows: string;
}

/** Starts `trapo dash`; gives its address. */
function dash(runs: readonly string[]): Promise<{ readonly url: string; readonly child: ChildProcess }> {
  const main = join(root, 'apps/trainer/src/main.ts');
  const args = [
    '--conditions=@trapo/source',
    main,
    'dash',
    ...runs.map(run => resolve(run)),
    '--port',
    '0',
    '--json',
  ];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((found, fail) => {
    let text = '';
    child.stdout!.on('data', data => {
      text += data;
      if (text.includes('\n')) found({ url: (JSON.parse(text) as { url: string }).url, child });
    });
    child.on('exit', code => fail(new Error(`trapo dash ended with ${code}`)));
  });
}

/** The view of a prompt whose rollouts went through all micro-groups, half-way through training. */
async function guidedPrompt(url: string): Promise<string> {
  const ask = async (path: string) => (await fetch(`${url}/api/${path}`)).json();
  const [{ id }] = (await ask('runs')) as [{ id: string }];
  const where = `run=${encodeURIComponent(id)}&stage=trapo`;
  const { rollouts: steps } = (await ask(`stage?${where}`)) as { rollouts: number[] };
  for (const step of steps.slice(Math.floor(steps.length / 3))) {
    const prompts = (await ask(`rollouts?${where}&step=${step}`)) as { line: number }[];
    for (const [place, { line }] of prompts.entries()) {
      const { rows } = (await ask(`rollout?${where}&line=${line}`)) as {
        rows: { level: number; reward: number }[];
      };
      const solved = rows.some(({ reward }) => reward > 0);
      if (solved && new Set(rows.map(({ level }) => level)).size > 2) {
        return `tab=rollouts&source=${encodeURIComponent(`${id}/trapo`)}&step=${step}&prompt=${place}`;
      }
    }
  }
  return 'tab=rollouts';
}

async function take(
  page: Page,
  url: string,
  { name, view, width = 1280, height = 860, dark = false, shows }: Shot,
): Promise<void> {
  await page.setViewportSize({ width, height });
  await page.emulateMedia({ colorScheme: dark ? 'dark' : 'light' });
  await page.goto(`${url}/#${view}`);
  await page.reload();
  await page.locator(shows).first().waitFor();
  await page.waitForLoadState('load');
  await page.waitForTimeout(1500); // charts are drawn between frames
  const path = join(out, `${name}.png`);
  await page.screenshot({ path });
  console.log(path);
}

const runs: readonly string[] = process.argv.slice(2);
if (runs.length === 0) {
  console.error('screenshots: give runs, for example: pnpm screenshots runs/*');
  process.exit(1);
}
const { url, child } = await dash(runs);
try {
  const rollouts = await guidedPrompt(url);
  const shots: readonly Shot[] = [
    { name: 'curves', view: 'tab=curves', shows: 'canvas' },
    { name: 'curves-dark', view: 'tab=curves', dark: true, shows: 'canvas' },
    { name: 'rollouts', view: rollouts, shows: '.token.expert' },
    { name: 'compare', view: 'tab=compare', height: 340, shows: 'td' },
    { name: 'phone', view: rollouts, width: 390, dark: true, shows: '.token.expert' },
  ];
  await withPage(async page => {
    for (const shot of shots) await take(page, url, shot);
  });
} finally {
  child.kill('SIGTERM');
}

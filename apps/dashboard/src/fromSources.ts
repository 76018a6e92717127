// The package inside the repository: the page is built when it is first asked for, and again once a source is newer.

import { existsSync, globSync, statSync } from 'node:fs';
import { join } from 'node:path';

export type * from './api.ts';

const root: string = join(import.meta.dirname, '..');
const built: string = join(root, 'dist/page');

/** As in the built package; builds the page with Vite first where it is missing or older than its sources. */
export async function pageFolder(): Promise<string> {
  if (!fresh()) {
    const { build } = await import('vite');
    await build({ configFile: join(root, 'vite.config.ts') });
  }
  return built;
}

function fresh(): boolean {
  const page = join(built, 'index.html');
  if (!existsSync(page)) return false;
  const sources = globSync(['src/**/*', 'index.html', 'vite.config.ts', 'package.json'], { cwd: root });
  const newest = Math.max(...sources.map(source => statSync(join(root, source)).mtimeMs));
  return statSync(page).mtimeMs > newest;
}

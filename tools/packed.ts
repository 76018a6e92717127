// pnpm packed: packs every package as for publishing, unpacks them into an empty folder with nothing but their declared
// dependencies, and type-checks and runs there the first example of every README, as it stands; that of the tensor
// package, which has to run in pages too, in Chromium as well.

import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { checkLoss, checkPages } from './packedPage.ts';

const root: string = resolve(import.meta.dirname, '..');
const place: string = realpathSync(mkdtempSync(join(tmpdir(), 'trapo-packed-')));
const names: string[] = globSync('packages/*', { cwd: root }).map(folder => basename(folder));

/** No package here depends on gpu.js: asking for it must say how to get it. */
const WITHOUT_GPUJS = `
  import { openDevice } from '@trapo/tensor';
  const message = await openDevice({ backend: 'gpujs' }).then(() => 'it opens', error => error.message);
  if (!message.includes('npm install gpu.js@')) throw new Error(message);
`;

/** What it prints. Throws with that, named by `what`, when it fails. */
function run(what: string, command: string, args: readonly string[], cwd = place): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: 'pipe', timeout: 120_000 });
  } catch (cause) {
    const { stdout, stderr } = cause as { stdout: string; stderr: string };
    throw new Error(`${what}:\n${stdout}${stderr}`, { cause });
  }
}

function link(target: string, from: string): void {
  mkdirSync(dirname(from), { recursive: true });
  symlinkSync(realpathSync(target), from);
}

/** Puts the packed files where an installation would. */
function unpack(name: string): void {
  const folder = join(place, 'node_modules/@trapo', name);
  mkdirSync(folder, { recursive: true });
  const [tarball] = globSync(`trapo-${name}-[0-9]*.tgz`, { cwd: place });
  run(`unpacking ${name}`, 'tar', ['-xzf', tarball!, '-C', folder, '--strip-components=1']);
  const { dependencies = {} } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  for (const dependency of Object.keys(dependencies).filter(other => !other.startsWith('@trapo/'))) {
    link(join(root, 'packages', name, 'node_modules', dependency), join(folder, 'node_modules', dependency));
  }
}

function writeExample(name: string): void {
  const [, example] =
    readFileSync(join(root, 'packages', name, 'README.md'), 'utf8').match(/^```ts\n(.*?)^```$/ms) ?? [];
  if (!example)
    throw new Error(`packages/${name}/README.md begins with no example: it needs a block of \`\`\`ts`);
  writeFileSync(join(place, `${name}.ts`), example);
}

try {
  writeFileSync(join(place, 'package.json'), '{ "private": true, "type": "module" }');
  run(
    'packing',
    'pnpm',
    ['--recursive', '--filter', './packages/*', 'pack', '--pack-destination', place],
    root,
  );
  for (const name of names) {
    unpack(name);
    writeExample(name);
  }
  link(join(root, 'node_modules/@types'), join(place, 'node_modules/@types'));
  const options =
    '--noEmit --strict --exactOptionalPropertyTypes --target es2024 --module nodenext --types node';
  run('types', 'tsc', [...options.split(' '), ...names.map(name => `${name}.ts`)]);
  for (const name of names) {
    const printed = run(`the example of packages/${name}/README.md`, process.execPath, [`${name}.ts`]);
    if (name === 'tensor') checkLoss(printed, 'in Node');
  }
  run('openDevice without gpu.js', process.execPath, ['--input-type=module', '--eval', WITHOUT_GPUJS]);
  // its text is JavaScript as it stands
  copyFileSync(join(place, 'tensor.ts'), join(place, 'tensor.js'));
  const pages = await checkPages(place);
  console.log(`packed: the READMEs' examples run from the packages as published: ${names.join(', ')}`);
  console.log(`packed: that of tensor ${pages}`);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
} finally {
  rmSync(place, { recursive: true });
}

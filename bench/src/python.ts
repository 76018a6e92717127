// A Python with PyTorch, in bench/.venv, which git ignores. Made at first use, from PyPI alone.

import { spawnSync } from 'node:child_process';
import { resolve } from 'node:path';

const ROOT: string = resolve(import.meta.dirname, '..');
const FOLDER: string = resolve(ROOT, '.venv');
const PYTHON: string = resolve(FOLDER, process.platform === 'win32' ? 'Scripts/python.exe' : 'bin/python');

/** The interpreter, or why there is none. */
export type Python = { readonly python: string } | { readonly absent: string };

/** Finds or makes the environment. Says on stderr what it does when that takes long. */
export function preparePython(): Python {
  if (importsTorch()) return { python: PYTHON };
  if (run('python3', ['--version']) !== undefined) return { absent: 'python3 is not installed' };
  console.error(
    'bench: installing PyTorch from PyPI into bench/.venv, once. On Linux x64 its wheel needs the CUDA libraries to\n' +
      'load, even on a CPU: about 2.5 GB to download, 4.1 GB on disk, a minute or more. Delete bench/.venv to undo.',
  );
  const failed =
    run('python3', ['-m', 'venv', FOLDER]) ?? installLean() ?? (importsTorch() ? undefined : installFull());
  if (failed) return { absent: `PyTorch could not be installed: ${failed}` };
  return importsTorch() ? { python: PYTHON } : { absent: 'torch is installed but does not import' };
}

/**
 * Adds packages to the environment where a module is missing.
 * @param alone packages that ask for torch, whose own requirements on a CPU are met
 */
export function withPackages(
  python: Python,
  module: string,
  packages: readonly string[],
  alone: readonly string[] = [],
): Python {
  if ('absent' in python || run(PYTHON, ['-c', `import ${module}`]) === undefined) return python;
  console.error(`bench: installing ${[...packages, ...alone].join(', ')} from PyPI into bench/.venv, once`);
  const failed = pip(...packages) ?? (alone.length > 0 ? pip('--no-deps', ...alone) : undefined);
  return failed ? { absent: `${module} could not be installed: ${failed}` } : python;
}

/** The wheel, then what it needs to be imported without a GPU. */
function installLean(): string | undefined {
  const failed = pip('--no-deps', 'torch');
  if (failed) return failed;
  const needed = spawnSync(PYTHON, [resolve(ROOT, 'python/requirements.py')], { encoding: 'utf8' });
  // where that is not to be had, the full installation that follows says why
  pip(...needed.stdout.split('\n').filter(line => line !== ''));
  return undefined;
}

/** With all that the wheel asks for, should a version of it need more than the lean list. */
function installFull(): string | undefined {
  console.error(
    'bench: that was not enough to import torch; installing all it asks for (about 3 GB to download)',
  );
  return pip('torch');
}

function importsTorch(): boolean {
  return run(PYTHON, ['-c', 'import torch']) === undefined;
}

function pip(...what: string[]): string | undefined {
  return run(PYTHON, [
    '-m',
    'pip',
    'install',
    '--quiet',
    '--no-cache-dir',
    '--disable-pip-version-check',
    ...what,
  ]);
}

/** Runs a command; returns undefined, or the last line it printed if it failed. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `${command} failed`;
}

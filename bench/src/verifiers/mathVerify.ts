// Math-Verify in a Python of its own, in bench/python/.venv, which git ignores. Made at first use, from PyPI alone.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { createInterface } from 'node:readline';

const SCRIPT = resolve(import.meta.dirname, '../../python/verifiers.py');
const FOLDER = resolve(import.meta.dirname, '../../python/.venv');
const PYTHON = resolve(FOLDER, 'bin/python');

/** The version that ours is measured against. */
const PACKAGES = ['math-verify==0.8.0', 'antlr4-python3-runtime==4.13.2'];

/** Where and how an answer is looked for, as in Math-Verify's own tests; both latex and expr without it. */
export type Config =
  | { readonly latex: { readonly boxed_match_priority?: number } }
  | { readonly expr: object };

export interface JudgedCase {
  readonly gold: string;
  readonly answer: string;
  readonly goldConfigs?: readonly Config[];
  readonly answerConfigs?: readonly Config[];
  readonly precision?: number;
}

interface Judged {
  /** Of all cases together, extraction included. */
  readonly seconds: number;
  readonly verdicts: readonly boolean[];
}

export interface MathVerify {
  judge(cases: readonly JudgedCase[]): Promise<Judged>;
  close(): void;
}

/** Starts it, or says why it can't be. */
export function startMathVerify(): MathVerify | { readonly absent: string } {
  if (!existsSync(PYTHON)) {
    console.error(`bench: installing ${PACKAGES.join(' and ')} from PyPI into bench/python/.venv, once`);
    const failed =
      run('python3', ['-m', 'venv', FOLDER]) ?? run(PYTHON, ['-m', 'pip', 'install', '--quiet', ...PACKAGES]);
    if (failed) return { absent: `Math-Verify could not be installed: ${failed}` };
  }
  const child = spawn(PYTHON, [SCRIPT], { stdio: ['pipe', 'pipe', 'inherit'] });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    async judge(cases) {
      child.stdin.write(`${JSON.stringify({ cases })}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error('Math-Verify ended; its last words are above');
      return JSON.parse(value) as Judged;
    },
    close: () => child.stdin.end(),
  };
}

/** Undefined, or the last line of what a command that failed printed. */
function run(command: string, args: readonly string[]): string | undefined {
  const { status, error, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status === 0) return undefined;
  return error?.message ?? stderr.trim().split('\n').at(-1) ?? `${command} failed`;
}

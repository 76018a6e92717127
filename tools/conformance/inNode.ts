// A run in a process of its own: which width V8 compiles kernels to is the whole process's.

import { fork } from 'node:child_process';
import { resolve } from 'node:path';
import { type Message, type RunOptions, runSuites } from '../../packages/tensor/src/testing/runSuites.ts';

/** Throws when the process ends before the run does; an aborted signal ends it. */
export function inNode(
  options: RunOptions,
  report: (message: Message) => void,
  signal: AbortSignal,
): Promise<void> {
  const child = fork(import.meta.filename, [JSON.stringify(options)], {
    cwd: resolve(import.meta.dirname, '../..'),
    execArgv: ['--conditions=@trapo/source'],
    serialization: 'advanced',
    signal,
    killSignal: 'SIGKILL',
  });
  child.on('message', message => report(message as Message));
  return new Promise((done, fail) => {
    child.on('error', fail);
    child.on('exit', code => (code === 0 ? done() : fail(new Error(`its process ended with ${code}`))));
  });
}

if (process.send && process.argv[1] === import.meta.filename) {
  await runSuites(JSON.parse(process.argv[2]!), message => process.send!(message));
  process.disconnect();
}

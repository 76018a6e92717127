// The dashboard of a run while it trains: a process of its own, because training keeps this one busy.

import { fork } from 'node:child_process';

const PATIENCE = 5000;

/**
 * Opens the dashboard of a run's folder; gives its address and what closes it.
 * @throws Error when it doesn't open
 */
export async function openDashBeside(
  folder: string,
): Promise<{ readonly url: string; readonly close: () => Promise<void> }> {
  const child = fork(process.argv[1]!, ['dash', folder], {
    execArgv: process.execArgv,
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  });
  let said = '';
  child.stderr!.on('data', text => (said += text));
  const url = await new Promise<string>((resolve, reject) => {
    const fail = (why: string) => {
      child.kill();
      reject(new Error(said.trim() || why));
    };
    const timer = setTimeout(() => fail(`it did not open within ${PATIENCE / 1000} s`), PATIENCE);
    child.once('message', message => {
      clearTimeout(timer);
      resolve((message as { url: string }).url);
    });
    child.once('error', error => fail(error.message));
    child.once('exit', code => {
      clearTimeout(timer);
      fail(`it ended with code ${code}`);
    });
  });
  child.removeAllListeners('exit');
  // a run that is done does not wait for it
  child.unref();
  child.channel?.unref();
  child.stderr!.destroy();
  return {
    url,
    close: () =>
      new Promise(resolve => {
        if (child.exitCode !== null || child.signalCode !== null) return resolve();
        child.once('exit', () => resolve());
        child.ref();
        child.disconnect();
      }),
  };
}

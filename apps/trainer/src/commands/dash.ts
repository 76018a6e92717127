// `trapo dash`: the dashboard of runs, until Ctrl-C.

import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { port } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { isLoopback } from '../http/access.ts';

interface DashOptions {
  readonly host: string;
  readonly port?: number;
  readonly token?: string;
  readonly json: boolean;
}

/** The port that is tried first, so that the address is mostly the same. */
const USUAL_PORT = 4747;

export const addDash: AddCommand = (program, { cwd }) => {
  program
    .command('dash')
    .description('Show runs in the browser: curves, rollouts, comparisons; live while they train.')
    .argument('[runs...]', "runs' folders, or folders with runs in them", ['runs'])
    .option('--host <address>', 'where to listen; beyond this machine a token is asked for', '127.0.0.1')
    .option('-p, --port <n>', `the port; 0 is any (default: ${USUAL_PORT}, or any if it is taken)`, port)
    .option('--token <text>', 'the token to ask for, in place of a random one')
    .option('--json', 'print {"url"} as JSON', false)
    .addHelpText(
      'after',
      examples(
        ['trapo dash', 'all runs in ./runs'],
        ['trapo dash runs/a runs/b', 'two runs side by side'],
        ['trapo dash --host 0.0.0.0', 'for other machines too, with a token'],
      ),
    )
    .action(async (folders: readonly string[], { host, json, ...options }: DashOptions) => {
      // beside a run: this process ends with it, however and whenever that ends
      const beside = process.send !== undefined;
      if (beside) process.once('disconnect', () => process.exit(0));
      const { openDash } = await import('../dash/server.ts');
      const found = folders.map(folder => resolve(cwd, folder));
      const missing = found.find(folder => !existsSync(folder));
      if (missing)
        throw new Error(`there is no folder ${missing}; run \`trapo start\` first, or name a run's folder`);
      const dash = await openDash(found, {
        host,
        port: options.port ?? USUAL_PORT,
        orAnyPort: options.port === undefined,
        ...(options.token !== undefined && { token: options.token }),
      });
      if (beside) {
        if (!process.connected) process.exit(0);
        process.send!({ url: dash.url });
        process.on('SIGINT', () => {});
        return;
      }
      const note = isLoopback(host)
        ? ''
        : '\nwhoever has this address can read the runs; plain HTTP, so on a trusted network only';
      console.log(json ? JSON.stringify({ url: dash.url }) : `dashboard: ${dash.url}${note}\nCtrl-C ends it`);
      process.once('SIGINT', () => void dash.close());
      process.once('SIGTERM', () => void dash.close());
    });
};

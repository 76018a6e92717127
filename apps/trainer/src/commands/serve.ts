// `trapo serve`: a trained policy behind OpenAI's protocol, until Ctrl-C.

import { port, wholeNumber } from '../commandLine/arguments.ts';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';

interface ServeOptions {
  readonly host: string;
  readonly port: number;
  readonly key?: string;
  readonly name?: string;
  readonly threads?: number;
  readonly json: boolean;
}

export const addServe: AddCommand = (program, { cwd }) => {
  program
    .command('serve')
    .description("Serve a policy as OpenAI's API does: chat completions, completions, streams.")
    .argument('<model>', 'a run (its last method), a stage of a run, or a model folder')
    .option('--host <address>', 'where to listen; beyond this machine a key is asked for', '127.0.0.1')
    .option('-p, --port <n>', 'the port; 0 is any that is free', port, 8000)
    .option('--key <text>', 'the API key to ask for')
    .option('--name <text>', 'what clients call the model (default: its run and stage)')
    .option('-t, --threads <n>', 'CPU threads (default: the cores, at most 8)', wholeNumber)
    .option('--json', 'print {"baseURL", "model"} as JSON', false)
    .addHelpText(
      'after',
      `${examples(
        ['trapo serve runs/mine', 'the last method of a run'],
        ['trapo serve runs/mine/trapo --port 0 --json', 'any free port, told as JSON'],
      )}
Then, with the openai package:
  const client = new OpenAI({ baseURL: 'http://127.0.0.1:8000/v1', apiKey: 'none' });
  await client.chat.completions.create({ model: 'mine-trapo', messages: [{ role: 'user', content: '12:q=' }] });
`,
    )
    .action(async (path: string, { host, json, key, ...options }: ServeOptions) => {
      const [{ findModel }, { openModel }, { servePolicy }] = await Promise.all([
        import('../models/findModel.ts'),
        import('../models/openModel.ts'),
        import('../serve/server.ts'),
      ]);
      const found = await findModel(cwd, path);
      const { policy, close } = await openModel(found.folder, options);
      const name = options.name ?? found.name;
      const server = await servePolicy(policy, {
        name,
        host,
        port: options.port,
        ...(key !== undefined && { key }),
      }).catch(async error => {
        await close();
        throw error;
      });
      const told = {
        baseURL: server.baseURL,
        model: name,
        ...(server.key !== undefined && { key: server.key }),
      };
      const lines = Object.entries(told).map(([label, value]) => `${label.padEnd(8)} ${value}`);
      console.log(json ? JSON.stringify(told) : `${lines.join('\n')}\nCtrl-C ends it`);
      const end = async () => {
        await server.close();
        await close();
      };
      process.once('SIGINT', () => void end());
      process.once('SIGTERM', () => void end());
    });
};

/** A worker's side: it starts an interpreter, says so, and runs one job after another. */
import type { Job, Message, Outcome } from './messages.ts';

export async function serve(start: () => Promise<(job: Job) => readonly Outcome[]>): Promise<void> {
  const port = openPort();
  const run = await start();
  port.listen(job => {
    let message: Message;
    try {
      message = { outcomes: run(job) };
    } catch (error) {
      message = { broken: error instanceof Error ? error.message : String(error) };
    }
    port.say(message);
  });
  port.say('ready');
}

interface Port {
  listen(run: (job: Job) => void): void;
  say(message: Message): void;
}

/** The way to the one who started the worker; taken before the worker loses the rest. */
function openPort(): Port {
  if (typeof globalThis.process?.getBuiltinModule !== 'function')
    return {
      listen: run => {
        self.onmessage = ({ data }) => run(data as Job);
      },
      say: message => self.postMessage(message),
    };
  const { parentPort } = process.getBuiltinModule('node:worker_threads');
  const port = parentPort!;
  const post = port.postMessage.bind(port);
  return { listen: run => void port.on('message', run), say: message => post(message) };
}

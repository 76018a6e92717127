// A worker of the pool: it loads the registry and further modules, then judges one request after another.

import { verifierByName, verifierNames } from '../registry.ts';
import type { Verifier } from '../verifier.ts';
import { isNode } from './isNode.ts';
import type { Message, Reply, Request } from './messages.ts';

async function work(
  modules: readonly string[],
  say: (message: Message) => void,
): Promise<(request: Request) => void> {
  const loaded: Record<string, unknown>[] = await Promise.all(
    modules.map(address => import(/* @vite-ignore */ address)),
  );
  const others = loaded.flatMap(exported => Object.values(exported)).filter(isVerifier);
  const named = (name: string): Verifier =>
    others.find(verifier => verifier.name === name && !verifierNames.includes(name)) ?? verifierByName(name);
  say('ready');
  return ({ name, attempt, options, budget }) => {
    let reply: Reply;
    try {
      reply = { verdict: named(name).verify(attempt, options, budget) };
    } catch (error) {
      reply = { refused: (error as Error).message };
    }
    say(reply);
  };
}

const isVerifier = (value: unknown): value is Verifier =>
  typeof value === 'object' && value !== null && 'verify' in value && 'parseGold' in value;

// what goes wrong at the start reaches the pool as the worker's error
if (isNode()) {
  const { parentPort, workerData } = process.getBuiltinModule('node:worker_threads');
  const judge = await work(workerData as string[], message => parentPort!.postMessage(message));
  parentPort!.on('message', judge);
} else {
  self.onmessage = ({ data }) => {
    work(data as string[], message => self.postMessage(message))
      .then(judge => {
        self.onmessage = event => judge(event.data as Request);
      })
      .catch(reportError);
  };
}

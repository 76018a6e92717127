// Judges stored responses again.

import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { verifierByName, verifierNames, withOptions } from '@trapo/verifiers';
import { isTree, type Tree } from '../config/merge.ts';
import { configOf } from '../models/findModel.ts';
import type { Screen } from '../progress/progress.ts';
import type { StoredResponse } from './storedResponses.ts';
import type { Rejudged } from './summary.ts';

/** Judges every response; the screen shows how far it is. */
export async function verifyResponses(
  responses: readonly StoredResponse[],
  name: string,
  options: Readonly<Record<string, unknown>>,
  screen: Screen,
): Promise<Rejudged[]> {
  const verifier = withOptions(verifierByName(name), options);
  const progress = screen.progress('verifying', responses.length);
  const judged: Rejudged[] = [];
  try {
    for (const stored of responses) {
      const { gold, prompt, completion } = stored;
      const { status, score, reason } = await verifier.verify({ gold, prompt, completion });
      judged.push({ stored, status, score, reason });
      if (judged.length % 64 === 0 || judged.length === responses.length) {
        progress.update(judged.length, status);
        await setImmediate();
      }
    }
  } finally {
    progress.stop();
  }
  return judged;
}

/** What a user says of the verifier. */
export interface Named {
  readonly verifier?: string;
  readonly options?: Tree;
}

/** The verifier that was named, or that of the run which the file lies in. */
export async function verifierOf(
  file: string,
  { verifier, options }: Named,
): Promise<{ readonly verifier: string; readonly settings: Tree }> {
  const run = dirname(dirname(file));
  const own = existsSync(join(run, 'config.yaml')) ? (await configOf(run)).verifier : undefined;
  const known = isTree(own) ? own : {};
  const name = verifier ?? known.name;
  if (typeof name !== 'string') {
    throw new Error(
      `--verifier is needed: ${file} lies in no run. For example --verifier ${verifierNames[0]}`,
    );
  }
  verifierByName(name);
  const usual = name === known.name && isTree(known.options) ? known.options : {};
  return { verifier: name, settings: options ?? usual };
}

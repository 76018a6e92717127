// README.md of an exported model, as the Hub reads it: what it is, how it came to be, how to use it.
// https://huggingface.co/docs/hub/model-cards

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, isAbsolute, join } from 'node:path';
import { stringify } from 'yaml';
import { compare } from '../compare/comparison.ts';
import { comparisonTable } from '../compare/formats.ts';
import { isTree, type Tree } from '../config/merge.ts';
import { labelOf } from '../labels.ts';
import { markdownTable } from '../report/table.ts';
import type { Results } from '../run/results.ts';
import { configOf, type FoundModel } from './findModel.ts';

interface Facts {
  /** Of the exported folder. */
  readonly name: string;
  readonly parameters: number;
  readonly dtype: string;
}

/** The card's text. What it says of training is what the run's own files say. */
export async function modelCard(
  { run, stage }: FoundModel,
  { name, parameters, dtype }: Facts,
): Promise<string> {
  const trained = stage && stage !== 'base' ? [stage, 'reinforcement-learning'] : [];
  const tags = [...new Set(['trapo', ...trained])];
  const front = stringify({ library_name: 'transformers', pipeline_tag: 'text-generation', tags });
  const made = run && stage ? await history(run, stage) : '';
  return `---
${front}---

# ${name}

${parameters.toLocaleString('en')} parameters, stored as ${dtype}.${
    stage ? ` The policy after ${stage === 'base' ? 'pretraining' : labelOf(stage)}.` : ''
  }

## Use

With transformers:

\`\`\`python
from transformers import AutoModelForCausalLM, AutoTokenizer

model = AutoModelForCausalLM.from_pretrained("${name}")
tokenizer = AutoTokenizer.from_pretrained("${name}")
\`\`\`

Or behind OpenAI's protocol: \`trapo serve ${name}\`.
${made}`;
}

/** Results, config and versions of the run. */
async function history(run: string, stage: string): Promise<string> {
  const config = withoutFolders(await configOf(run)) as Tree;
  const { versions } = JSON.parse(await readFile(join(run, 'run.json'), 'utf8')) as {
    readonly versions?: Readonly<Record<string, string>>;
  };
  const parts = [
    await accuracies(run),
    `## Training\n\nThe run's config; the model is that of the stage \`${stage}\`.\n\n\`\`\`yaml\n${stringify(config).trimEnd()}\n\`\`\`\n`,
    versions &&
      `Made with ${Object.entries(versions)
        .map(([what, version]) => `${what} ${version}`)
        .join(', ')}.\n`,
  ];
  return parts
    .filter(Boolean)
    .map(part => `\n${part}`)
    .join('');
}

/** Paths of the machine it was made on, by their last names: where they lay is nobody's business. */
function withoutFolders(value: unknown): unknown {
  if (typeof value === 'string') return isAbsolute(value) ? basename(value) : value;
  if (Array.isArray(value)) return value.map(withoutFolders);
  if (!isTree(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutFolders(inner)]));
}

async function accuracies(run: string): Promise<string | undefined> {
  const file = join(run, 'results.json');
  if (!existsSync(file)) return undefined;
  const results = JSON.parse(await readFile(file, 'utf8')) as Results;
  const table = comparisonTable(compare([{ id: results.name, results, seconds: {} }]));
  return `## Results\n\nGreedy accuracy in percent, of every stage of the run.\n\n${markdownTable(table)}\n`;
}

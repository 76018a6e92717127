// `trapo export`: a model's folder for others: safetensors, tokenizer, and a card that says what it is.

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type FileDType, saveModel } from '@trapo/models';
import { Option } from 'commander';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';
import { type FoundModel, findModel } from '../models/findModel.ts';
import { modelCard } from '../models/modelCard.ts';
import { openModel } from '../models/openModel.ts';

/** What a model's folder may have besides what is written anew. */
const extras = ['chat_template.jinja', 'generation_config.json'] as const;

/**
 * Writes a model to `out`, which must be new or empty.
 * @throws Error when it has files, or the model can't be read
 */
export async function exportModel(found: FoundModel, out: string, dtype: FileDType): Promise<void> {
  if (existsSync(out) && (await readdir(out)).length > 0) {
    throw new Error(`${out} has files already; give a folder that is new or empty`);
  }
  const { policy, close } = await openModel(found.folder, { threads: 1 });
  try {
    const { decoder, tokenizer } = policy;
    await mkdir(out, { recursive: true });
    await saveModel(out, decoder, tokenizer, { dtype });
    for (const name of extras) {
      if (existsSync(join(found.folder, name))) await cp(join(found.folder, name), join(out, name));
    }
    await writeFile(
      join(out, 'README.md'),
      await modelCard(found, { name: basename(out), parameters: decoder.size, dtype }),
    );
  } finally {
    await close();
  }
}

export const addExport: AddCommand = (program, { cwd }) => {
  program
    .command('export')
    .description('Write a trained model for others: safetensors, tokenizer and a model card.')
    .argument('<model>', 'a run (its last method), a stage of a run, or a model folder')
    .argument('<folder>', 'where to write it: a folder that is new or empty')
    .addOption(
      new Option('--dtype <name>', 'how numbers are stored; F32 loses nothing')
        .choices(['F32', 'BF16', 'F16'])
        .default('F32'),
    )
    .option('--json', 'print {"folder", "files"} as JSON', false)
    .addHelpText(
      'after',
      examples(
        ['trapo export runs/mine my-model', 'the last method of a run'],
        ['trapo export runs/mine/grpo my-model --dtype BF16', 'half the size'],
      ),
    )
    .action(async (path: string, folder: string, { dtype, json }: { dtype: FileDType; json: boolean }) => {
      const out = resolve(cwd, folder);
      await exportModel(await findModel(cwd, path), out, dtype);
      const files = (await readdir(out)).sort();
      console.log(json ? JSON.stringify({ folder: out, files }) : `${folder}: ${files.join(', ')}`);
    });
};

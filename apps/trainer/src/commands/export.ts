// `trapo export`: a model's folder for others: safetensors, tokenizer, and a card that says what it is.

import { readdir } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { FileDType } from '@trapo/models';
import { Option } from 'commander';
import { type AddCommand, examples } from '../commandLine/commandLine.ts';

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
      const [{ findModel }, { exportModel }] = await Promise.all([
        import('../models/findModel.ts'),
        import('../models/exportModel.ts'),
      ]);
      const out = resolve(cwd, folder);
      await exportModel(await findModel(cwd, path), out, dtype);
      const files = (await readdir(out)).sort();
      console.log(json ? JSON.stringify({ folder: out, files }) : `${folder}: ${files.join(', ')}`);
    });
};

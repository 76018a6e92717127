// A model's folder for others.

import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type FileDType, saveModel } from '@trapo/models';
import type { FoundModel } from './findModel.ts';
import { modelCard } from './modelCard.ts';
import { openModel } from './openModel.ts';

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

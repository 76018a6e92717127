// Everything before the first step: rows, device, model. What can't be run is refused here.

import { join } from 'node:path';
import { openDevice } from '@trapo/tensor';
import { verifierByName, withOptions } from '@trapo/verifiers';
import type { Config } from '../config/config.ts';
import { benchmarkNames, needsExperts } from '../config/derived.ts';
import { dataFiles } from '../data/files.ts';
import { fitData } from '../data/fit.ts';
import { loadData } from '../data/load.ts';
import type { Screen } from '../progress/progress.ts';
import { openPolicy } from './baseModel.ts';
import { continued, isBegun, type RunRecord, recordOf, writeRecord } from './record.ts';
import type { Stage } from './stage.ts';

export interface Prepared extends Omit<Stage, 'signal'> {
  readonly record: RunRecord;
  /** Frees the device. */
  close(): Promise<void>;
}

/** @throws BadRowsError and other errors that name file, row or key, and the cure */
export async function prepare(config: Config, folder: string, screen: Screen): Promise<Prepared> {
  // rows, written by the task or given by the user, are read back and checked
  const verifier = withOptions(verifierByName(config.verifier.name), config.verifier.options ?? {});
  const pretrain = !('path' in config.model) && config.pretrain.steps > 0;
  const files = await dataFiles(config, join(folder, 'data'));
  const loaded = await loadData(files, verifier, { minExperts: needsExperts(config) ? 1 : 0, pretrain });
  const examples = pretrain ? `, ${loaded.pretrain.length} pretraining examples` : '';
  screen.say(
    `data: ${loaded.train.length} training problems, ${benchmarkNames(config).length} benchmarks${examples}`,
  );

  const device = await openDevice(config.device ?? {});
  try {
    const policy = await openPolicy(device, config, loaded);
    const { report } = device;
    screen.say(`device: ${report.backend} (${report.build}), threads: ${report.threads}; ${report.reason}`);
    screen.say(
      `model: ${policy.decoder.size.toLocaleString('en')} parameters, ${policy.tokenizer.vocabSize} tokens`,
    );

    const { tokenizer, maxTokens } = policy;
    const { responseLength } = config.training;
    const data = fitData(loaded, files, { tokenizer, maxTokens, responseLength });
    for (const note of data.notes) screen.say(`note: ${note}`);
    const current = await recordOf(config, files, report, policy.decoder.size);
    const record = isBegun(folder) ? await continued(folder, current) : current;
    await writeRecord(folder, record);
    return { config, policy, verifier, data, folder, screen, record, close: () => device.close() };
  } catch (error) {
    await device.close();
    throw error;
  }
}

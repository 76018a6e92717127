// `trapo start`: a base model, then each method from the same weights, measured alike. Reads from top to bottom.

import { writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { openDevice } from '@trapo/tensor';
import { verifierByName, withOptions } from '@trapo/verifiers';
import { stringify } from 'yaml';
import { benchmarkNames, methodsOf, needsExperts } from '../config/derived.ts';
import { defaultRecipe, loadConfig, type Overrides } from '../config/load.ts';
import { dataFiles } from '../data/files.ts';
import { checkFit } from '../data/fit.ts';
import { loadData } from '../data/load.ts';
import type { Screen } from '../progress/progress.ts';
import { plainTable, tableOf } from '../report/table.ts';
import { writeReport } from '../report/writeReport.ts';
import { openPolicy } from '../run/baseModel.ts';
import { evaluateAll } from '../run/evaluateAll.ts';
import { writeJson } from '../run/files.ts';
import { makeRunFolder } from '../run/folder.ts';
import { pretrainBase } from '../run/pretrainBase.ts';
import { recordOf, writeRecord } from '../run/record.ts';
import { type Row, resultsOf } from '../run/results.ts';
import { Interrupted, type Stage } from '../run/stage.ts';
import { trainMethod } from '../run/trainMethod.ts';

export interface StartOptions extends Overrides {
  readonly config?: string;
  readonly out?: string;
}

export interface Surroundings {
  /** Where the user is: relative paths are relative to it. */
  readonly cwd: string;
  readonly screen: Screen;
  readonly signal: AbortSignal;
}

/** Runs a config; returns the run's folder. Throws Interrupted once what was under way is saved. */
export async function start(options: StartOptions, { cwd, screen, signal }: Surroundings): Promise<string> {
  // 1. the config, and a folder for the run
  const file = options.config ? resolve(cwd, options.config) : defaultRecipe;
  const config = await loadConfig(file, options);
  const folder = await makeRunFolder(config, cwd, options.out);
  const near = relative(cwd, folder) || '.';
  const show = near.startsWith('..') ? folder : near;
  await writeFile(join(folder, 'config.yaml'), stringify(config));
  screen.say(`${config.name}, seed ${config.seed} -> ${show}`);

  // 2. rows, written by the task or given by the user, read back and checked
  const verifier = withOptions(verifierByName(config.verifier.name), config.verifier.options ?? {});
  const pretrained = 'path' in config.model || config.pretrain.steps === 0;
  const files = await dataFiles(config, join(folder, 'data'));
  const data = await loadData(files, verifier, {
    minExperts: needsExperts(config) ? 1 : 0,
    pretrain: !pretrained,
  });
  screen.say(
    `data: ${data.train.length} training problems, ${benchmarkNames(config).length} benchmarks` +
      (pretrained ? '' : `, ${data.pretrain.length} pretraining examples`),
  );

  // 3. the model, on a device
  const device = await openDevice(config.device ?? {});
  try {
    const policy = await openPolicy(device, config, data);
    const { report } = device;
    screen.say(`device: ${report.backend} (${report.build}), ${report.threads} threads; ${report.reason}`);
    screen.say(
      `model: ${policy.decoder.size.toLocaleString('en')} parameters, ${policy.tokenizer.vocabSize} tokens`,
    );
    const lengths = { maxTokens: policy.maxTokens, responseLength: config.training.responseLength };
    const { cutExperts } = checkFit(files.train, data.train, policy.tokenizer, lengths);
    for (const [name, problems] of data.benchmarks)
      checkFit(files.benchmarks[name]!, problems, policy.tokenizer, lengths);
    if (cutExperts > 0) {
      screen.say(
        `note: ${cutExperts} expert answers are longer than training.responseLength and will be cut off`,
      );
    }
    const record = await recordOf(config, files, report, policy.decoder.size);
    await writeRecord(folder, record);

    // 4. the base: every method begins with exactly these weights
    const stage: Stage = { config, policy, verifier, data, folder, screen, signal };
    const seconds: Record<string, number> = {};
    const rows: Row[] = [];
    if (!('path' in config.model)) seconds.base = await pretrainBase(stage);
    rows.push(await evaluateAll(stage, 'base'));
    const base = await policy.decoder.weights();

    // 5. each method, from the base
    for (const name of methodsOf(config)) {
      if (signal.aborted) throw new Interrupted(`before ${name}`, folder);
      policy.decoder.load(base);
      seconds[name] = await trainMethod(stage, name);
      rows.push(await evaluateAll(stage, name));
    }

    // 6. results and report
    const results = resultsOf(config, rows);
    await writeJson(join(folder, 'results.json'), results);
    await writeRecord(folder, { ...record, seconds });
    await writeReport(folder);
    screen.result(`\n${plainTable(tableOf(results, seconds))}\n`);
    screen.result(`run:    ${show}\nreport: ${join(show, 'report.html')}`);
    return folder;
  } finally {
    await device.close();
  }
}

import { mkdir, mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { CheckpointError, latestCheckpoint, replaceFolder, saveCheckpoint } from './checkpoints.ts';

let folder: string;
beforeEach(async () => {
  folder = join(await mkdtemp(join(tmpdir(), 'trapo-')), 'checkpoints');
});

const writes = (text: string) => (to: string) => writeFile(join(to, 'weights'), text);
const names = async () => (await readdir(folder)).sort();

test('the newest is found by its step, and older ones are pruned', async () => {
  expect(await latestCheckpoint(folder)).toBeUndefined();
  for (const step of [8, 9, 10]) await saveCheckpoint(folder, step, writes(`of ${step}`), 2);
  expect(await names()).toEqual(['step-10', 'step-9']);
  const { step, folder: at } = (await latestCheckpoint(folder))!;
  expect([step, await readFile(join(at, 'weights'), 'utf8')]).toEqual([10, 'of 10']);
});

test('what a killed process left half-written is no checkpoint, and is replaced', async () => {
  await saveCheckpoint(folder, 4, writes('whole'));
  await mkdir(join(folder, 'step-8.part'));
  await writeFile(join(folder, 'step-8.part/torn'), 'half');
  expect((await latestCheckpoint(folder))!.step).toBe(4);
  await saveCheckpoint(folder, 8, writes('again'));
  expect(await names()).toEqual(['step-8']);
  expect(await readdir(join(folder, 'step-8'))).toEqual(['weights']);
});

test('a failure to write says what is left, and leaves it', async () => {
  const full = async (to: string) => {
    await writes('a part')(to);
    throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
  };
  await expect(saveCheckpoint(folder, 3, full)).rejects.toThrow(
    'step 3 was not saved: ENOSPC: no space left on device, write; there is no earlier checkpoint',
  );
  await saveCheckpoint(folder, 4, writes('whole'));
  const failure = saveCheckpoint(folder, 8, full);
  await expect(failure).rejects.toThrow(CheckpointError);
  await expect(failure).rejects.toThrow('the checkpoint of step 4 is whole');
  expect(await names()).toEqual(['step-4']);
});

test('a folder is replaced whole', async () => {
  const target = join(folder, 'checkpoint');
  await replaceFolder(target, async to => {
    await writeFile(join(to, 'old'), '');
  });
  await replaceFolder(target, async to => {
    await writeFile(join(to, 'new'), '');
  });
  expect(await readdir(target)).toEqual(['new']);
});

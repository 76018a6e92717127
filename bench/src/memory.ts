// `pnpm bench memory`: resident memory over many training and decode steps, on SIMD in Node and on gpu.js in Chromium.

import { writeFile } from 'node:fs/promises';
import { findChromium } from '@trapo/chromium';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import type { Options } from './commandLine.ts';
import { machine } from './machine.ts';
import { watchChromium } from './memory/chromium.ts';
import { FULL, modelA, QUICK, small } from './memory/settings.ts';
import { watchSimd } from './memory/simd.ts';

/** Prints samples and slopes; resolves to whether all hold. */
export async function memory({ quick, json }: Options): Promise<boolean> {
  const counts = quick ? QUICK : FULL;
  await buildKernels();
  console.log(machine());
  const simd = await watchSimd(modelA(), counts);
  const absent = findChromium() ? undefined : 'absent: there is no Chromium here';
  const chromium = absent ? [] : await watchChromium(small(), counts);
  if (absent) console.log(`\ngpu.js in Chromium ${absent}`);
  if (json !== undefined)
    await writeFile(json, `${JSON.stringify({ simd, chromium: absent ?? chromium }, undefined, 1)}\n`);
  return [...simd, ...chromium].every(({ flat }) => flat);
}

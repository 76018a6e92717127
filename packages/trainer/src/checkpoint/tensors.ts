// Tensors by name in a file of a checkpoint, flat.

import { existsSync } from 'node:fs';
import { readSafetensors, writeSafetensors } from '@trapo/models';

export type Tensors = ReadonlyMap<string, Float32Array>;

export const saveTensors = (file: string, tensors: Tensors): Promise<void> =>
  writeSafetensors(file, new Map([...tensors].map(([name, data]) => [name, { shape: [data.length], data }])));

/** Throws Error when the file is missing or torn. */
export async function loadTensors(file: string): Promise<Map<string, Float32Array>> {
  return new Map([...(await readSafetensors(file))].map(([name, { data }]) => [name, data]));
}

/** None where a checkpoint was written without. */
export const loadTensorsIfAny = async (file: string): Promise<Tensors | undefined> =>
  existsSync(file) ? loadTensors(file) : undefined;

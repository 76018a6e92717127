// What the sides of `bench losses` compute on: one batch, written once for all as arrays of float64 and bytes.

import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const TOKENS = 1_000_000;
/** What sums are divided by, beside the rows. */
export const RESPONSE_LENGTH = 1024;
export const ALPHA = 0.1;

const SHORTEST = 250;
const LONGEST = 750;
/** Every fourth row continues a prefix of a third of its tokens, which carries the supervised term. */
const GUIDED = 4;

export interface Material {
  readonly rowOffsets: Float64Array;
  readonly logProb: Float64Array;
  readonly oldLogProb: Float64Array;
  /** One per row. */
  readonly advantages: Float64Array;
  readonly prefixMask: Uint8Array;
}

const arrays = ['rowOffsets', 'logProb', 'oldLogProb', 'advantages', 'prefixMask'] as const;

/** Draws the batch and writes it; returns the folder, which the caller removes. */
export async function writeMaterial(): Promise<string> {
  const random = lehmer(1);
  const rowOffsets = [0];
  while (rowOffsets.at(-1)! < TOKENS) {
    const length = SHORTEST + Math.floor((LONGEST - SHORTEST + 1) * random());
    rowOffsets.push(Math.min(rowOffsets.at(-1)! + length, TOKENS));
  }
  const prefixMask = new Uint8Array(TOKENS);
  for (let row = 0; row + 1 < rowOffsets.length; row += GUIDED) {
    const [start, end] = [rowOffsets[row]!, rowOffsets[row + 1]!];
    prefixMask.fill(1, start, start + Math.floor((end - start) / 3));
  }
  // most tokens are sure, some are not: p between 0.01 and 1
  const logProb = Float64Array.from({ length: TOKENS }, () => -4.6 * random() ** 3 - 1e-6);
  const material: Material = {
    rowOffsets: Float64Array.from(rowOffsets),
    logProb,
    oldLogProb: logProb.map(value => value + 0.1 * (random() - 0.5)),
    advantages: Float64Array.from({ length: rowOffsets.length - 1 }, () => 2 * random() - 1),
    prefixMask,
  };
  const folder = await mkdtemp(join(tmpdir(), 'trapo-bench-'));
  for (const name of arrays) await writeFile(join(folder, name), material[name]);
  return folder;
}

export async function readMaterial(folder: string): Promise<Material> {
  const bytes = async (name: (typeof arrays)[number]) => Uint8Array.from(await readFile(join(folder, name)));
  const floats = async (name: (typeof arrays)[number]) => new Float64Array((await bytes(name)).buffer);
  return {
    rowOffsets: await floats('rowOffsets'),
    logProb: await floats('logProb'),
    oldLogProb: await floats('oldLogProb'),
    advantages: await floats('advantages'),
    prefixMask: await bytes('prefixMask'),
  };
}

/** Numbers in (0, 1), the same in every run. */
function lehmer(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}

// Everything that a run needs, tried out.

import { constants } from 'node:fs';
import { access, statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { availableParallelism, cpus, freemem, totalmem } from 'node:os';
import { input, matmul, openDevice } from '@trapo/tensor';

export interface Finding {
  readonly name: string;
  /** `note`: runs do without it. */
  readonly state: 'good' | 'note' | 'bad';
  readonly value: string;
  readonly cure?: string;
}

const require = createRequire(import.meta.url);

/** Examines the machine for a user in `cwd`. */
export const examine = async (cwd: string): Promise<Finding[]> => [
  node(),
  build(),
  await device(),
  cores(),
  memory(),
  await disk(cwd),
  gpu(),
  ...packages(),
];

function node(): Finding {
  const [major, minor] = process.versions.node.split('.').map(Number) as [number, number];
  const value = `${process.version}, ${process.platform} ${process.arch}`;
  if (major > 22 || (major === 22 && minor >= 18)) return { name: 'node', state: 'good', value };
  return { name: 'node', state: 'bad', value, cure: 'install Node 22.18 or newer' };
}

/** Opens a device as a run does, and multiplies two matrices on it. */
async function device(): Promise<Finding> {
  try {
    const opened = await openDevice();
    try {
      const { backend, build, threads, reason } = opened.report;
      const value = `${backend} (${build}), ${threads} threads; ${reason}`;
      const error = await productError(opened);
      if (error < 1e-5) return { name: 'device', state: 'good', value };
      return {
        name: 'device',
        state: 'bad',
        value: `${value}; products are wrong by ${error}`,
        cure: 'please report this',
      };
    } finally {
      await opened.close();
    }
  } catch (error) {
    const cure = 'see the error; in a checkout, `pnpm install` builds the kernels';
    return { name: 'device', state: 'bad', value: (error as Error).message, cure };
  }
}

/** Largest relative error of a product of whole numbers, which has none where everything works. */
async function productError(opened: Awaited<ReturnType<typeof openDevice>>): Promise<number> {
  const size = 48;
  const numbers = Float32Array.from({ length: size * size }, (_, i) => (i * 7) % 11);
  const [a, b] = [input([size, size]), input([size, size])];
  const { plans, release } = opened.compile({ inputs: { a, b }, outputs: { product: matmul(a, b) } });
  const { product } = await plans[0].run({ a: numbers, b: numbers });
  release();
  let worst = 0;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j < size; j++) {
      let sum = 0;
      for (let k = 0; k < size; k++) sum += numbers[i * size + k]! * numbers[k * size + j]!;
      worst = Math.max(worst, Math.abs(product![i * size + j]! - sum) / Math.max(1, sum));
    }
  }
  return worst;
}

function cores(): Finding {
  const model = cpus()[0]?.model ?? 'unknown';
  return { name: 'cores', state: 'good', value: `${availableParallelism()}, ${model}` };
}

const gigabytes = (bytes: number): string => `${(bytes / 2 ** 30).toFixed(1)} GiB`;

function memory(): Finding {
  const [free, total] = [freemem(), totalmem()];
  const value = `${gigabytes(free)} free of ${gigabytes(total)}`;
  if (free > 2 ** 30) return { name: 'memory', state: 'good', value };
  return { name: 'memory', state: 'note', value, cure: 'the recipe two-digits needs about 0.5 GiB' };
}

async function disk(cwd: string): Promise<Finding> {
  try {
    await access(cwd, constants.W_OK);
    const { bavail, bsize } = await statfs(cwd);
    const value = `${gigabytes(bavail * bsize)} free in ${cwd}`;
    if (bavail * bsize > 2 ** 29) return { name: 'disk', state: 'good', value };
    return { name: 'disk', state: 'note', value, cure: 'checkpoints and logs may not fit' };
  } catch {
    return {
      name: 'disk',
      state: 'bad',
      value: `${cwd} can't be written to`,
      cure: 'go to a folder of your own',
    };
  }
}

/** An optional peer of @trapo/tensor, looked for where that would find it. */
const GPU = 'gpu.js';

function gpu(): Finding {
  try {
    const ofTensor = createRequire(require.resolve('@trapo/tensor/package.json'));
    const { version } = ofTensor(`${GPU}/package.json`) as { version: string };
    return { name: GPU, state: 'good', value: version };
  } catch {
    const cure = 'only the backend gpujs needs it: npm install gpu.js@2.24.1';
    return { name: GPU, state: 'note', value: 'not installed', cure };
  }
}

function build(): Finding {
  const sources = import.meta.filename.endsWith('.ts');
  return { name: 'build', state: 'good', value: sources ? 'from sources' : 'as published' };
}

function packages(): Finding[] {
  return ['tensor', 'models', 'trainer', 'verifiers', 'dashboard'].map(name => {
    const { version } = require(`@trapo/${name}/package.json`) as { version: string };
    return { name, state: 'good', value: version };
  });
}

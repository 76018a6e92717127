// `pnpm bench NAME` runs one bench; without a name it lists what there is.

import { engine } from './engine.ts';

interface Bench {
  readonly about: string;
  /** Resolves to whether what it asserts holds. */
  readonly run: () => Promise<boolean>;
}

const benches: Readonly<Record<string, Bench>> = {
  engine: { about: 'training and decoding speed of the miniature, against PyTorch eager', run: engine },
};

const [name] = process.argv.slice(2);
const bench = name === undefined ? undefined : benches[name];
if (bench) {
  if (!(await bench.run())) process.exitCode = 1;
} else {
  if (name !== undefined) {
    console.error(`bench: no bench is called ${name}`);
    process.exitCode = 1;
  }
  console.log('pnpm bench NAME, where NAME is one of');
  for (const [key, { about }] of Object.entries(benches)) console.log(`  ${key.padEnd(10)} ${about}`);
}

// `pnpm bench NAME` runs one bench; without a name it lists what there is.

import { type Options, parseCommandLine } from './commandLine.ts';
import { differential } from './differential.ts';
import { engine } from './engine.ts';
import { hostile } from './hostile.ts';
import { losses } from './losses.ts';
import { memory } from './memory.ts';
import { models } from './models.ts';
import { trainer } from './trainer.ts';
import { verifiers } from './verifiers.ts';

interface Bench {
  readonly about: string;
  /** Resolves to whether what it asserts holds. */
  readonly run: (options: Options) => Promise<boolean>;
}

const benches: Readonly<Record<string, Bench>> = {
  engine: {
    about: 'training, decoding and matrix products, against PyTorch, jax-js and TensorFlow.js',
    run: engine,
  },
  trainer: {
    about: 'whole TRAPO steps against PyTorch, GRPO steps against TRL, memory over 2,000 steps',
    run: trainer,
  },
  models: {
    about:
      'a model of 135M parameters: load, prefill, decode, train, memory, against transformers on PyTorch',
    run: models,
  },
  losses: { about: "TRAPO's loss and gradient on a million tokens, against PyTorch", run: losses },
  verifiers: {
    about: 'mathematical answers judged a second, against Math-Verify, and the size of the verifier',
    run: verifiers,
  },
  differential: {
    about: "pairs made of the benchmarks' golds, judged by ours and by Math-Verify: where they differ",
    run: differential,
  },
  hostile: { about: 'texts that broke other graders, each in its own process; random text', run: hostile },
  memory: { about: 'resident memory over 1,000 training steps and 10,000 decode steps', run: memory },
};

const HELP = `
  --only PARTS     engine: of train, decode, gemm; for example --only train,gemm
  --models NAMES   engine: of miniature, a, b, c; for example --models a,b
  --quick          few repeats, to see that it runs
  --json FILE      writes the figures there, too`;

async function main(args: readonly string[]): Promise<boolean> {
  const { name, options } = parseCommandLine(args);
  const bench = name === undefined ? undefined : benches[name];
  if (bench) return bench.run(options);
  if (name !== undefined) console.error(`bench: no bench is called ${name}`);
  console.log('pnpm bench NAME, where NAME is one of');
  for (const [key, { about }] of Object.entries(benches)) console.log(`  ${key.padEnd(12)} ${about}`);
  console.log(HELP);
  return name === undefined;
}

try {
  if (!(await main(process.argv.slice(2)))) process.exitCode = 1;
} catch (error) {
  console.error(`bench: ${(error as Error).message}`);
  process.exitCode = 1;
}

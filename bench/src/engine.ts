// `pnpm bench engine`: how fast the miniature trains and decodes, ours and PyTorch eager taking turns in one run.

import { rm } from 'node:fs/promises';
import { cpus, loadavg } from 'node:os';
import { buildKernels } from '../../packages/tensor/scripts/kernels.ts';
import { difference, ourCheck } from './engine/equality.ts';
import { drawMaterial, writeMaterial } from './engine/material.ts';
import { Ours } from './engine/ours.ts';
import { Peer, type PeerRequest } from './engine/peer.ts';
import { milliseconds, printHeader, printRow } from './engine/report.ts';
import { type EngineSettings, readSettings } from './engine/settings.ts';
import { inTurns, type Spread, timedRuns } from './measure.ts';
import { preparePython } from './python.ts';

const THREADS = [2, 1] as const;
const TRAINING = { turns: 8, repeats: 3 };
const DECODING = { turns: 8, repeats: 4 };

/** Runs the bench and prints its table; resolves to whether both sides computed the same. */
export async function engine(): Promise<boolean> {
  await buildKernels();
  const found = preparePython();
  const settings = readSettings();
  const material = await drawMaterial(settings);
  const folder = await writeMaterial(settings, material);
  const peer = 'python' in found ? new Peer(found.python, folder) : undefined;
  const devices = new Map<number, Ours>();
  for (const threads of THREADS) devices.set(threads, await Ours.open(threads, settings, material));
  try {
    await printSetting(settings, devices.get(THREADS[0])!, peer, 'absent' in found ? found.absent : '');
    if (peer) {
      const [ours, theirs] = [await ourCheck(settings, material), await peer.check()];
      const differs = difference(ours, theirs, settings.check.tolerance);
      if (differs) {
        console.error(`The two do not compute the same, so nothing was timed: ${differs}`);
        return false;
      }
      const worst = Math.max(...ours.losses.map((loss, i) => Math.abs(loss - theirs.losses[i]!)));
      console.log(
        `equal work   losses of ${ours.losses.length - 1} updates within ${worst.toExponential(1)}, ` +
          `greedy completions of ${ours.greedy.length} rows the same`,
      );
    }
    console.log('\nMedian (least-most). Ratio: how many times faster trapo is.\n');
    printHeader();
    for (const threads of THREADS) await train(settings, devices.get(threads)!, peer, threads);
    for (const rows of settings.decoding.rows) {
      for (const threads of THREADS) await decode(settings, devices.get(threads)!, peer, threads, rows);
    }
    return true;
  } finally {
    peer?.close();
    for (const ours of devices.values()) await ours.close();
    await rm(folder, { recursive: true });
  }
}

async function train({ training }: EngineSettings, ours: Ours, peer: Peer | undefined, threads: number) {
  const [mine, theirs] = await inTurns(
    [timedRuns(() => ours.step()), ...asked(peer, repeats => ({ cmd: 'train', threads, repeats }))],
    TRAINING,
  );
  const tokens = training.rows * training.tokens;
  const perSecond = ({ median }: Spread) => Math.round((1000 * tokens) / median).toLocaleString('en');
  const ratio = theirs && theirs.median / mine!.median;
  printRow({
    what: `training step, ${training.rows} x ${training.tokens} tokens: ms`,
    threads,
    ours: milliseconds(mine!),
    theirs: theirs && milliseconds(theirs),
    ratio,
  });
  printRow({
    what: '  tokens a second',
    threads,
    ours: perSecond(mine!),
    theirs: theirs && perSecond(theirs),
    ratio,
  });
}

async function decode(
  { decoding }: EngineSettings,
  ours: Ours,
  peer: Peer | undefined,
  threads: number,
  rows: number,
) {
  const { newTokens, temperature } = decoding;
  const [mine, theirs] = await inTurns(
    [
      timedRuns(() => ours.rollout(rows, temperature)),
      ...asked(peer, repeats => ({ cmd: 'decode', threads, rows, repeats })),
    ],
    DECODING,
  );
  printRow({
    what: `decode, ${rows} rows: ms a token-step`,
    threads,
    ours: milliseconds(mine!, newTokens),
    theirs: theirs && milliseconds(theirs, newTokens),
    ratio: theirs && theirs.median / mine!.median,
  });
}

/** The peer as a contender, if it is there. */
function asked(peer: Peer | undefined, request: (repeats: number) => PeerRequest) {
  return peer ? [(repeats: number) => peer.time(request(repeats))] : [];
}

async function printSetting(
  { model, decoding }: EngineSettings,
  ours: Ours,
  peer: Peer | undefined,
  absent: string,
) {
  const { hidden_size, num_hidden_layers, num_attention_heads, intermediate_size, vocab_size } = model;
  const info = await peer?.info();
  const all = cpus();
  const load = loadavg()[0]!;
  console.log(
    [
      `model        Llama: ${num_hidden_layers} layers, width ${hidden_size}, ${num_attention_heads} heads, SwiGLU ${intermediate_size}, vocabulary ${vocab_size}, float32`,
      `decode       ${decoding.promptTokens} prompt tokens, ${decoding.newTokens} new ones, temperature ${decoding.temperature}; a rollout's time over ${decoding.newTokens}`,
      `machine      ${all[0]?.model.trim() ?? 'unknown CPU'}, ${all.length} cores, ${process.platform} ${process.arch}; load ${load.toFixed(1)} at the start`,
      `trapo        ${ours.device.report.build}; Node ${process.versions.node}, V8 ${process.versions.v8}`,
      info
        ? `PyTorch      ${info.torch} eager, ${info.simd}; Python ${info.python}`
        : `PyTorch      absent: ${absent}`,
    ].join('\n'),
  );
  if (load > 0.5)
    console.log('noisy        other work was running on this machine: trust the least more than the median');
}

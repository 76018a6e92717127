// Equal work: before anything is timed, both sides must compute the same.

import type { Material } from './material.ts';
import { Ours } from './ours.ts';
import type { PeerCheck } from './peer.ts';
import type { EngineSettings } from './settings.ts';

/** Losses before and after each of a few updates (forward, backward, AdamW), then greedy completions (KV cache). */
export async function ourCheck(settings: EngineSettings, material: Material): Promise<PeerCheck> {
  const ours = await Ours.open(1, settings, material);
  const losses = [await ours.loss()];
  for (let update = 0; update < settings.check.updates; update++) {
    await ours.step();
    losses.push(await ours.loss());
  }
  const completions = await ours.rollout(settings.check.greedyRows, 0);
  await ours.close();
  return { losses, greedy: completions.map(({ tokens }) => [...tokens]) };
}

/** What differs, in words; undefined when nothing does. */
export function difference(ours: PeerCheck, theirs: PeerCheck, tolerance: number): string | undefined {
  for (const [update, loss] of ours.losses.entries()) {
    const other = theirs.losses[update]!;
    // written so that NaN differs
    if (!(Math.abs(loss - other) <= tolerance)) {
      return `the loss after ${update} updates is ${loss} here and ${other} in PyTorch`;
    }
  }
  for (const [row, tokens] of ours.greedy.entries()) {
    const at = tokens.findIndex((token, i) => token !== theirs.greedy[row]![i]);
    if (at >= 0) {
      return `greedy completion ${row} differs from token ${at} on: ${tokens[at]} here, ${theirs.greedy[row]![at]} in PyTorch`;
    }
  }
  return undefined;
}

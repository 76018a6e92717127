// A training pass, recorded: statistics forward, then gradients from the cotangents of the statistics.

import { statsCotangents, type Tensor, type TokenStats, type Variable, vjp } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import type { ForwardInputs } from '../decoder/forward.ts';
import { EMBEDDING, NORM } from '../decoder/parameters.ts';

export interface Pass {
  readonly stats: TokenStats;
  /** Inputs of the backward part, of the statistics' shape. */
  readonly cotangents: { readonly dLogProb: Tensor; readonly dEntropy: Tensor };
  /** Of what is trained; a tied embedding has one gradient as the head and one as the embedding. */
  readonly gradients: readonly (readonly [Variable, Tensor])[];
}

/**
 * Records the pass of one micro-batch: `targets` i32 [b, t].
 *
 * @param recompute keep of each block only its input, and compute the block anew when its gradient's turn comes (Chen et al.
 * 2016): about a third more work, and the activations of one block instead of all. The bits are the same.
 */
export function recordPass(
  decoder: Decoder,
  inputs: ForwardInputs,
  targets: Tensor,
  recompute: boolean,
): Pass {
  const stream = decoder.stream(inputs);
  const stats = decoder.statsOf(stream.at(-1)!, targets);
  const cotangents = statsCotangents(stats);
  const gradients: [Variable, Tensor][] = [];

  /** From `x` on to `outputs`: records what arrives at the parameters that are trained there, and returns what does at x. */
  const back = (
    x: Tensor,
    isBetween: (name: string) => boolean,
    outputs: readonly Tensor[],
    arriving: readonly Tensor[],
  ): Tensor => {
    const own = [...decoder.trainable].filter(([name]) => isBetween(name)).map(([, variable]) => variable);
    const [dx, ...rest] = vjp(outputs, arriving, [x, ...own], { leaves: [x] });
    own.forEach((variable, i) => {
      gradients.push([variable, rest[i]!]);
    });
    return dx!;
  };
  const fromStats = (x: Tensor, isBetween: (name: string) => boolean) =>
    back(x, isBetween, [stats.logProb, stats.entropy], [cotangents.dLogProb, cotangents.dEntropy]);

  const isOfHead = (name: string) => name === NORM || name === decoder.headName;
  let dx: Tensor;
  if (recompute) {
    dx = fromStats(stream.at(-1)!, isOfHead);
    for (let layer = stream.length - 2; layer >= 0; layer--) {
      const x = stream[layer]!;
      const isOfLayer = (name: string) => name.includes(`.layers.${layer}.`);
      dx = back(x, isOfLayer, [decoder.block(layer, x, inputs.positions)], [dx]);
    }
  } else {
    dx = fromStats(stream[0]!, name => isOfHead(name) || name !== EMBEDDING);
  }
  const table = decoder.trainable.get(EMBEDDING);
  if (table) gradients.push([table, vjp([stream[0]!], [dx], [table])[0]!]);
  return { stats, cotangents, gradients };
}

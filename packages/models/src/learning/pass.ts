// A training pass, recorded: statistics forward, then gradients from the cotangents of the statistics.

import { statsCotangents, type Tensor, type TokenStats, type Variable, vjp } from '@trapo/tensor';
import type { Decoder } from '../decoder/decoder.ts';
import type { ForwardInputs } from '../decoder/forward.ts';
import { EMBEDDING, NORM } from '../decoder/parameters.ts';

export interface Pass {
  readonly stats: TokenStats;
  /** Inputs of the backward part, of the statistics' shape. */
  readonly cotangents: { readonly dLogProb: Tensor; readonly dEntropy: Tensor };
  /** Of each trainable parameter; a parameter that is used in several places may have a gradient from each. */
  readonly gradients: readonly (readonly [Variable, Tensor])[];
}

/** Keeps every value that the gradient needs: the fastest. */
export function recordPass(decoder: Decoder, inputs: ForwardInputs, targets: Tensor): Pass {
  const stats = decoder.stats(inputs, targets);
  const cotangents = statsCotangents(stats);
  const parameters = [...decoder.trainable.values()];
  const gradients = vjp(
    [stats.logProb, stats.entropy],
    [cotangents.dLogProb, cotangents.dEntropy],
    parameters,
  );
  return { stats, cotangents, gradients: parameters.map((parameter, i) => [parameter, gradients[i]!]) };
}

/**
 * Keeps of each block only its input, and computes the block anew when its gradient's turn comes (Chen et al. 2016): about
 * a third more work, and the activations of one block instead of all. The same bits, but for a tied embedding's sum.
 */
export function recordRecomputingPass(decoder: Decoder, inputs: ForwardInputs, targets: Tensor): Pass {
  const stream = decoder.stream(inputs);
  const last = stream.at(-1)!;
  const stats = decoder.statsOf(last, targets);
  const cotangents = statsCotangents(stats);
  const gradients: [Variable, Tensor][] = [];

  /** Records what a part gives to those of its parameters that are trained; returns what it gives to `x`, its input. */
  const back = (x: Tensor, isOwn: (name: string) => boolean, outputs: Tensor[], arriving: Tensor[]) => {
    const own = [...decoder.trainable].filter(([name]) => isOwn(name)).map(([, variable]) => variable);
    const [dx, ...rest] = vjp(outputs, arriving, [x, ...own], { leaves: [x] });
    own.forEach((variable, i) => {
      gradients.push([variable, rest[i]!]);
    });
    return dx!;
  };

  const isOfHead = (name: string) => name === NORM || name === decoder.headName;
  const { dLogProb, dEntropy } = cotangents;
  let dx = back(last, isOfHead, [stats.logProb, stats.entropy], [dLogProb, dEntropy]);
  for (let layer = stream.length - 2; layer >= 0; layer--) {
    const x = stream[layer]!;
    const isOfLayer = (name: string) => name.includes(`.layers.${layer}.`);
    dx = back(x, isOfLayer, [decoder.block(layer, x, inputs.positions)], [dx]);
  }
  const table = decoder.trainable.get(EMBEDDING);
  if (table) gradients.push([table, vjp([stream[0]!], [dx], [table])[0]!]);
  return { stats, cotangents, gradients };
}

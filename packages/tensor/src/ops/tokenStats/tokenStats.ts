// Per token: the log-probability of the target and the entropy of the distribution, from logits z.
//
//   log p_j = z_j - lse(z)      H = - sum_j p_j log p_j
//   dz_j = dlogProb (1[j = target] - p_j) - dH p_j (log p_j + H)
//
// These two numbers are all that the losses of post-training need of a model; their gradients come back per token.

import { ShapeError } from '../../graph/errors.ts';
import { type Op, record } from '../../graph/op.ts';
import { input, type Tensor } from '../../graph/tensor.ts';
import { batch, hasShape, hasType, last, leading, rows } from '../rules.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

const op: Op<Record<string, never>> = {
  name: 'tokenStats',
  infer: ([logits, targets]) => {
    hasType('tokenStats', 'logits', logits!, 'f32');
    hasType('tokenStats', 'targets', targets!, 'i32');
    hasShape('tokenStats', 'targets', targets!, leading(logits!));
    const spec = { shape: leading(logits!), dtype: 'f32' } as const;
    // the third, the logarithm of the normaliser, serves the gradient
    return [spec, spec, spec];
  },
  gradient: ({ inputs: [logits, targets], outputs: [, entropy, normaliser] }, cotangents) => {
    const slopes = both('tokenStats', cotangents);
    return [record(gradientOp, [logits!, targets!, entropy!, normaliser!, ...slopes], {})[0], undefined];
  },
  simd: ({ inputs: [logits, targets], outputs: [logProb, entropy, normaliser] }, emit) => {
    const units = batch(targets!);
    emit.call('tokenStats', units, [
      emit.read(logits!),
      emit.read(targets!),
      emit.write(logProb!),
      emit.write(entropy!),
      emit.write(normaliser!),
      rows(logits!) / units,
      last(logits!),
    ]);
  },
  gpu: gpuForward,
};

const gradientOp: Op<Record<string, never>> = {
  name: 'tokenStatsGradient',
  infer: ([logits]) => [logits!],
  simd: (
    { inputs: [logits, targets, entropy, normaliser, dLogProb, dEntropy], outputs: [dlogits] },
    emit,
  ) => {
    const units = batch(targets!);
    emit.call('tokenStatsGradient', units, [
      emit.read(logits!),
      emit.read(targets!),
      emit.read(entropy!),
      emit.read(normaliser!),
      emit.read(dLogProb!),
      emit.read(dEntropy!),
      emit.write(dlogits!),
      rows(logits!) / units,
      last(logits!),
    ]);
  },
  gpu: gpuGradient,
};

/** Log-probability of each target and entropy of each distribution, in nats. */
export interface TokenStats {
  readonly logProb: Tensor;
  readonly entropy: Tensor;
}

/**
 * Token statistics of logits. Shapes: logits [..., vocabulary], targets i32 [...] -> both [...].
 * A target outside the vocabulary gives NaN. Throws ShapeError.
 */
export function tokenStats(logits: Tensor, targets: Tensor): TokenStats {
  const [logProb, entropy] = record(op, [logits, targets], {});
  return { logProb: logProb!, entropy: entropy! };
}

/** Cotangents of both statistics. Throws ShapeError when one is missing. */
export function both(op: string, [dLogProb, dEntropy]: readonly (Tensor | undefined)[]): [Tensor, Tensor] {
  if (dLogProb && dEntropy) return [dLogProb, dEntropy];
  throw new ShapeError(
    `${op}: give cotangents of both the log-probability and the entropy (zeros where unused)`,
  );
}

/** Placeholders for the cotangents of token statistics, which the losses compute. */
export function statsCotangents({ logProb, entropy }: TokenStats): { dLogProb: Tensor; dEntropy: Tensor } {
  return { dLogProb: input(logProb.shape), dEntropy: input(entropy.shape) };
}

// Token statistics from hidden states and the head of the vocabulary, z = hidden headT, without ever holding all of z:
// a model's largest value by far. The gradient computes z anew, part by part.
//
//   dz as in tokenStats      dhidden = dz head      dhead = dzT hidden

import { type Emitter, panelWords } from '../../backends/simd/emitter.ts';
import { type Node, type Op, record } from '../../graph/op.ts';
import type { Tensor } from '../../graph/tensor.ts';
import { TRANSPOSED_SCRATCH } from '../matmul/matmul.ts';
import { areFloats, hasShape, hasType, last, leading, rows, rowUnits } from '../rules.ts';
import { both, type TokenStats } from '../tokenStats/tokenStats.ts';
import { gpuForward, gpuGradient } from './gpu.ts';

/** Options of `linearTokenStats`. */
export interface LinearTokenStatsOptions {
  /** Logits that may be held at once, about. Default 4,194,304: 16 MiB. */
  readonly maxLogits?: number;
  /** The head is not trained: its gradient, a third of the work, is not computed. Default: false. */
  readonly frozenHead?: boolean;
}

interface Attributes extends Record<string, number | boolean> {
  readonly maxLogits: number;
  readonly frozenHead: boolean;
}

/** Columns that the SIMD forward pass takes in at once, and the most that its gradient does; see distribution.as.ts. */
const BLOCK = 4096;

/** Rows that a thread of the SIMD forward pass holds logits of: as many as fit 384 KiB. */
function rowsAtOnce(vocabulary: number): number {
  return Math.min(192, Math.max(6, Math.floor(98304 / Math.min(vocabulary, BLOCK))));
}

const op: Op<Attributes> = {
  name: 'linearTokenStats',
  infer: ([hidden, head, targets]) => {
    areFloats('linearTokenStats', { hidden: hidden!, head: head! });
    hasShape('linearTokenStats', 'head', head!, [null, last(hidden!)]);
    hasType('linearTokenStats', 'targets', targets!, 'i32');
    hasShape('linearTokenStats', 'targets', targets!, leading(hidden!));
    const spec = { shape: leading(hidden!), dtype: 'f32' } as const;
    // the third, the logarithm of the normaliser, serves the gradient
    return [spec, spec, spec];
  },
  gradient: (
    { inputs: [hidden, head, targets], outputs: [, entropy, normaliser], attributes },
    cotangents,
  ) => {
    const slopes = both('linearTokenStats', cotangents);
    const inputs = [hidden!, head!, targets!, entropy!, normaliser!, ...slopes];
    const [dhidden, dhead] = record(gradientOp, inputs, attributes);
    return [dhidden, dhead, undefined];
  },
  simd: ({ inputs: [hidden, head, targets], outputs: [logProb, entropy, normaliser] }, emit) => {
    const [vocabulary] = head!.shape as [number];
    const depth = last(hidden!);
    const units = rowUnits(hidden!);
    const held = rowsAtOnce(vocabulary);
    emit.call('linearTokenStats', units, [
      emit.read(hidden!),
      emit.panels(head!, { form: 'columns', depth, columns: vocabulary }),
      emit.read(targets!),
      emit.write(logProb!),
      emit.write(entropy!),
      emit.write(normaliser!),
      // the logits held, and of each row what was taken in so far: four 8-byte words
      ...emit.scratch(held * (4 * Math.min(vocabulary, BLOCK) + 32)),
      rows(hidden!) / units,
      depth,
      vocabulary,
      held,
    ]);
  },
  gpu: gpuForward,
};

const gradientOp: Op<Attributes> = {
  name: 'linearTokenStatsGradient',
  infer: ([hidden, head], { frozenHead }) => (frozenHead ? [hidden!] : [hidden!, head!]),
  simd: emitGradient,
  gpu: gpuGradient,
};

// Block by block of the vocabulary: threads compute the slopes of their own rows' logits and what these give to the
// rows' hidden states; then each sums up its own rows of the head's gradient, over all tokens.
function emitGradient({ inputs, outputs, attributes }: Node<Attributes>, emit: Emitter): void {
  const [hidden, head, targets, entropy, normaliser, dLogProb, dEntropy] = inputs as Tensor[];
  const [dhidden, dhead] = outputs as [Tensor, Tensor?];
  const [vocabulary, depth] = head!.shape as [number, number];
  const [tokens, units] = [rows(hidden!), rowUnits(hidden!)];
  const block = Math.max(
    16,
    Math.min(BLOCK, 16 * Math.floor(attributes.maxLogits / (16 * Math.max(1, tokens)))),
  );
  const columns = emit.panels(head!, { form: 'columns', depth, columns: vocabulary });
  const whole = emit.keptPanels(head!, { form: 'rows', depth: vocabulary, columns: depth });
  // of a large head not even a packed copy is held whole
  const part = whole ? undefined : emit.temporary(4 * panelWords({ depth: block, columns: depth }));
  const states = dhead && emit.panels(hidden!, { form: 'rows', depth: tokens, columns: depth });
  const slopes = emit.temporary(4 * tokens * Math.min(block, vocabulary));
  for (let first = 0; first < vocabulary || first === 0; first += block) {
    const width = Math.min(block, vocabulary - first);
    if (part) emit.packRows(head!, first, { form: 'rows', depth: width, columns: depth }, part.write);
    emit.call('linearTokenStatsSlopes', units, [
      emit.read(hidden!),
      columns,
      whole ?? part!.readAll,
      ...[targets, entropy, normaliser, dLogProb, dEntropy].map(tensor => emit.read(tensor!)),
      slopes.write,
      emit.write(dhidden!),
      tokens / units,
      depth,
      ...(whole ? [vocabulary, 0] : [width, first]),
      first,
      width,
    ]);
    if (!dhead) continue;
    emit.call('matmulTransposed', Math.ceil(width / 2), [
      slopes.readAll,
      states!,
      emit.writeAll(dhead),
      0,
      width,
      depth,
      tokens,
      ...emit.scratch(TRANSPOSED_SCRATCH),
      4 * first * depth,
    ]);
  }
}

/**
 * `tokenStats(linear(hidden, head), targets)` with only a part of the logits in memory at any time; so is its gradient.
 * Shapes: hidden [..., d], head [vocabulary, d], targets i32 [...] -> both [...]. A target outside the vocabulary gives
 * NaN. Throws ShapeError.
 */
export function linearTokenStats(
  hidden: Tensor,
  head: Tensor,
  targets: Tensor,
  { maxLogits = 2 ** 22, frozenHead = false }: LinearTokenStatsOptions = {},
): TokenStats {
  const [logProb, entropy] = record(op, [hidden, head, targets], { maxLogits, frozenHead });
  return { logProb: logProb!, entropy: entropy! };
}

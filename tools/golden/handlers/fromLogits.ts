/** trl_dft_loss.json, logits_entropy_sft.json: losses as functions of logits, with the gradients there. */
import {
  composite,
  dft,
  entropyBonus,
  type LabelledLogits,
  type LossResult,
  type Objective,
  sft,
  tokenMean,
  tokenStats,
  tokenStatsGradient,
  trsft,
  windowOf,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flattenMask, offsetsOf, unflatten } from '../golden.ts';

interface DftCase {
  inputs: { logits: number[][][]; labels: number[][]; num_items_in_batch?: number | null };
  outputs: { loss: number };
  grad_logits: number[][][];
}

/** Position t of the logits predicts labels[t + 1]; -100 marks what is not learned. */
export function trlDftLossHandler(golden: unknown): Check[] {
  const { inputs, outputs, grad_logits } = golden as DftCase;
  const labels = inputs.labels.map(row => [...row.slice(1), -100]);
  const mask = labels.map(row => row.map(label => (label === -100 ? 0 : 1)));
  const tokens = toTokens(inputs.logits, labels, mask);
  const { loss, gradient } = run(dft, tokens, labels, inputs.num_items_in_batch ?? undefined);
  return [check('loss', outputs.loss, loss), check('grad_logits', grad_logits, cut(gradient, inputs.logits))];
}

interface StatsCase {
  inputs: { logits: number[][][]; labels: number[][]; mask: number[][] };
  outputs: Record<'logprobs' | 'entropy', number[][]> &
    Record<'entropy_loss' | 'sft_pure_loss' | 'trsft_clip_low_token_mean', number>;
  grad_logprob_sum: number[][][];
  grad_entropy_loss: number[][][];
  grad_sft: number[][][];
  grad_trsft: number[][][];
}

export function logitsEntropySftHandler(golden: unknown): Check[] {
  const { inputs, outputs, ...gradients } = golden as StatsCase;
  const { logits, labels } = inputs;
  const all = toTokens(logits, labels);
  const { logProb, entropy } = tokenStats(all);
  const ones = logProb.map(() => 1);
  const masked = toTokens(logits, labels, inputs.mask);
  const means = {
    entropy: run(entropyBonus, masked, labels),
    sft: run(sft, masked, labels),
    trsft: run(trsft(0.1, 'surrogate'), masked, labels),
  };
  const empty = flattenMask(inputs.mask).every(counts => counts === 0);
  // a mean over nothing is 0/0 in theirs
  const orNaN = (value: number) => (empty ? Number.NaN : value);
  return [
    check('logprobs', outputs.logprobs, unflatten(logProb, labels)),
    check('entropy', outputs.entropy, unflatten(entropy, labels)),
    check('entropy_loss', outputs.entropy_loss, orNaN(-means.entropy.loss)),
    check('sft_pure_loss', outputs.sft_pure_loss, orNaN(means.sft.loss)),
    check('trsft_clip_low_token_mean', outputs.trsft_clip_low_token_mean, orNaN(means.trsft.loss)),
    check(
      'grad_logprob_sum',
      gradients.grad_logprob_sum,
      cut(tokenStatsGradient(all, { gradLogProb: ones }), logits),
    ),
    ...(empty
      ? []
      : [
          check(
            'grad_entropy_loss',
            gradients.grad_entropy_loss,
            cut(
              means.entropy.gradient.map(g => -g),
              logits,
            ),
          ),
          check('grad_sft', gradients.grad_sft, cut(means.sft.gradient, logits)),
          check('grad_trsft', gradients.grad_trsft, cut(means.trsft.gradient, logits)),
        ]),
  ];
}

/** The mean of an objective over tokens, or its sum over `count`, and its gradient by the logits. */
function run(
  objective: Objective,
  tokens: LabelledLogits,
  rows: readonly (readonly number[])[],
  count?: number,
): Pick<LossResult, 'loss'> & { gradient: Float64Array } {
  const batch = {
    rowOffsets: offsetsOf(rows),
    ...tokenStats(tokens),
    ...(tokens.mask && { responseMask: tokens.mask }),
  };
  const window = windowOf(batch);
  const loss = composite({ terms: [{ on: 'response', objective }], normaliser: tokenMean });
  const result = loss(batch, { ...window, tokens: count ?? window.tokens });
  return { loss: result.loss, gradient: tokenStatsGradient(tokens, result) };
}

function toTokens(logits: number[][][], labels: number[][], mask?: number[][]): LabelledLogits {
  return {
    logits: logits.flat(2),
    vocabulary: logits[0]![0]!.length,
    labels: labels.flat(),
    ...(mask && { mask: flattenMask(mask) }),
  };
}

/** Flat gradients in the shape of the logits. */
function cut(flat: Float64Array, logits: number[][][]): number[][][] {
  const tokens = unflatten(flat, logits.flat());
  return logits.map(row => tokens.splice(0, row.length));
}

/** trsft.json: both forms of TrSFT at any alpha under three reductions. */
import {
  authors,
  composite,
  type Normaliser,
  type TrsftForm,
  tokenMean,
  tokenSum,
  trsft,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: { log_prob: number[][]; mask: number[][] };
  options: { alpha: number; reduction: string; constant_length: number };
  outputs: {
    surrogate_loss: number;
    integrated_loss: number;
    per_token_weight_min_p_over_alpha_1: number[][];
  };
  grad_log_prob: number[][];
}

export function trsftHandler(golden: unknown): Check[] | undefined {
  const { inputs, options, outputs, grad_log_prob } = golden as Case;
  const normaliser = reductions(options.constant_length)[options.reduction];
  if (!normaliser) return undefined;
  const logProb = flatten(inputs.log_prob);
  const mask = flattenMask(inputs.mask);
  const rowOffsets = offsetsOf(inputs.log_prob);
  const batch = { rowOffsets, logProb, responseMask: mask, prefixMask: mask, sftMask: mask };
  const run = (form: TrsftForm) => composite({ prefix: trsft(options.alpha, form), normaliser })(batch);
  const surrogate = run('surrogate');
  const integrated = run('integrated');

  // the weight of every token, masked or not
  const everyToken = composite({
    terms: [{ on: 'response', objective: trsft(options.alpha) }],
    normaliser: tokenSum,
  });
  const weights = everyToken({ rowOffsets, logProb }).gradLogProb.map(Math.abs);
  return [
    check('surrogate_loss', outputs.surrogate_loss, surrogate.loss),
    check('integrated_loss', outputs.integrated_loss, integrated.loss),
    check('reported loss of the surrogate', outputs.integrated_loss, surrogate.metrics.prefixLoss!),
    check(
      'per_token_weight_min_p_over_alpha_1',
      outputs.per_token_weight_min_p_over_alpha_1,
      unflatten(weights, inputs.log_prob),
    ),
    check('grad_log_prob (surrogate)', grad_log_prob, unflatten(surrogate.gradLogProb, inputs.log_prob)),
    check('grad_log_prob (integrated)', grad_log_prob, unflatten(integrated.gradLogProb, inputs.log_prob)),
  ];
}

const reductions = (length: number): Record<string, Normaliser> => ({
  'token-mean': tokenMean,
  'token-sum': tokenSum,
  'constant-length': authors(length),
});

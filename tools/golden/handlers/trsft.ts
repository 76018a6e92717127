/** trsft.json: both forms of TrSFT at any alpha under three reductions. */
import {
  authors,
  composite,
  type Normaliser,
  type TrsftForm,
  tokenMean,
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

  const weights = new Float64Array(logProb.length);
  const every = new Uint8Array(logProb.length).fill(1);
  const tokens = { logProb, oldLogProb: logProb, advantages: weights, mask: every };
  trsft(options.alpha).evaluate(tokens, 0, logProb.length, new Float64Array(logProb.length), weights);
  return [
    check('surrogate_loss', outputs.surrogate_loss, surrogate.loss),
    check('integrated_loss', outputs.integrated_loss, integrated.loss),
    check('reported loss of the surrogate', outputs.integrated_loss, surrogate.metrics.prefixLoss!),
    check(
      'per_token_weight_min_p_over_alpha_1',
      outputs.per_token_weight_min_p_over_alpha_1,
      unflatten(weights.map(Math.abs), inputs.log_prob),
    ),
    check('grad_log_prob (surrogate)', grad_log_prob, unflatten(surrogate.gradLogProb, inputs.log_prob)),
    check('grad_log_prob (integrated)', grad_log_prob, unflatten(integrated.gradLogProb, inputs.log_prob)),
  ];
}

const reductions = (length: number): Record<string, Normaliser> => ({
  'token-mean': tokenMean,
  'token-sum': { name: 'tokenSum', weight: () => 1 },
  'constant-length': authors(length),
});

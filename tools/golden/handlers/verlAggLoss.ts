/** verl_agg_loss.json: verl's reductions of a matrix of losses, with and without counts of the global batch. */
import {
  composite,
  type Normaliser,
  seqMeanTokenSumNorm,
  tokenMean,
  tokenSum,
  tokenwise,
  verlSeqMeanTokenMean,
  verlSeqMeanTokenSum,
  type Window,
  windowOf,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: Record<'loss_mat' | 'loss_mask', number[][]>;
  options: {
    loss_agg_mode: string;
    loss_scale_factor?: number | null;
    dp_size?: number | null;
    batch_num_tokens?: number | null;
    global_batch_size?: number | null;
  };
  outputs: { loss: number };
  grad_loss_mat: number[][];
}

/** Any matrix as a loss: its entries stand in the place of the log-probabilities. */
const given = tokenwise('given', token => {
  token.loss = token.logProb;
  token.gradient = 1;
});

/** verl's name of a reduction. `length` is its loss_scale_factor, or the width of the padded batch. */
export function verlNormaliser(mode: string, length: number): Normaliser {
  const normalisers: Record<string, Normaliser> = {
    'token-mean': tokenMean,
    'token-sum': tokenSum,
    'seq-mean-token-sum': verlSeqMeanTokenSum,
    'seq-mean-token-sum-norm': seqMeanTokenSumNorm(length),
    'seq-mean-token-mean': verlSeqMeanTokenMean,
  };
  const normaliser = normalisers[mode];
  if (!normaliser) throw new Error(`There is no reduction '${mode}' in verl.`);
  return normaliser;
}

export function verlAggLossHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_loss_mat } = golden as Case;
  const { loss_agg_mode: mode, dp_size, batch_num_tokens, global_batch_size } = options;
  const normaliser = verlNormaliser(mode, options.loss_scale_factor ?? inputs.loss_mat[0]!.length);
  const batch = {
    rowOffsets: offsetsOf(inputs.loss_mat),
    logProb: flatten(inputs.loss_mat),
    responseMask: flattenMask(inputs.loss_mask),
  };
  const local = windowOf(batch);
  const window: Window = {
    ...local,
    tokens: batch_num_tokens ?? local.tokens,
    filledRows: global_batch_size ?? local.filledRows,
  };
  // theirs multiplies by the number of devices, over which the framework then takes the mean
  const terms = [{ on: 'response' as const, objective: given, weight: dp_size ?? 1 }];
  const { loss, gradLogProb } = composite({ terms, normaliser })(batch, window);
  // a mean over nothing is 0/0 in theirs
  const count = mode === 'token-mean' ? window.tokens : mode === 'token-sum' ? 1 : window.filledRows;
  return [
    check('loss', outputs.loss, count > 0 ? loss : Number.NaN),
    ...(count > 0 ? [check('grad_loss_mat', grad_loss_mat, unflatten(gradLogProb, inputs.loss_mat))] : []),
  ];
}

/** verl_policy_losses.json: every policy loss that verl registers, with the metrics it reports. */
import {
  cispoTwoSided,
  clipCov,
  composite,
  dppo,
  dro,
  type Estimator,
  gmpo,
  gspoToken,
  kl,
  klCov,
  type LossResult,
  type Normaliser,
  type Objective,
  ppoClip,
  reinforce,
  sapo,
  seqMeanTokenMean,
  type TokenBatch,
  tokenMean,
  tokenSum,
  verlSeqMeanTokenMean,
  weighted,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, float32, offsetsOf, unflatten } from '../golden.ts';
import { torchRandom } from './torchRandom.ts';
import { verlNormaliser } from './verlAggLoss.ts';

interface Options {
  loss_mode: string;
  loss_agg_mode: string;
  clip_ratio: number;
  clip_ratio_low?: number | null;
  clip_ratio_high?: number | null;
  clip_ratio_c?: number;
  tau_pos: number;
  tau_neg: number;
  policy_loss: Partial<
    Record<
      'clip_cov_ratio' | 'clip_cov_lb' | 'clip_cov_ub' | 'kl_cov_ratio' | 'ppo_kl_coef' | 'dro_beta',
      number | null
    >
  >;
}

interface Case {
  inputs: Record<'old_log_prob' | 'log_prob' | 'advantages' | 'response_mask', number[][]> & {
    rollout_is_weights?: number[][] | null;
  };
  options: Options;
  outputs: { pg_loss: number; metrics: Record<string, number> };
  grad_log_prob: number[][];
}

/** verl holds log-ratios within this bound in most of its losses. */
const bound = 20;

/** A loss, and what its ppo_kl is the mean of. */
const losses: Readonly<Record<string, (options: Options) => [Objective, Estimator?, number?]>> = {
  vanilla: options => [
    ppoClip(low(options), high(options), { dualClip: options.clip_ratio_c ?? 3, logRatioBound: bound }),
    'k1',
    bound,
  ],
  dppo_tv: options => [dppo('tv', divergence(options)), 'k1', bound],
  dppo_kl: options => [dppo('kl', divergence(options)), 'k1', bound],
  gspo: options => [gspoToken(low(options), high(options)), 'k1'],
  sapo: ({ tau_pos, tau_neg }) => [
    sapo({ positive: tau_pos, negative: tau_neg, logRatioBound: bound }),
    'k1',
    bound,
  ],
  gpg: () => [reinforce],
  geo_mean: options => [gmpo(low(options), high(options)), 'k1'],
  dro: ({ policy_loss }) => [dro(policy_loss.dro_beta ?? undefined), 'k1'],
  cispo: options => [cispoTwoSided(low(options), high(options), bound), 'k1', bound],
  kl_cov: ({ policy_loss }) => [
    klCov({ ratio: policy_loss.kl_cov_ratio ?? 0.0002, coefficient: policy_loss.ppo_kl_coef ?? 1 }),
    'abs',
  ],
  clip_cov: options => [
    clipCov({
      draw: torchRandom(0),
      ratio: options.policy_loss.clip_cov_ratio ?? 0.0002,
      lower: options.policy_loss.clip_cov_lb ?? 1,
      upper: options.policy_loss.clip_cov_ub ?? 5,
      low: low(options),
      high: high(options),
    }),
    'k1',
  ],
};

/** Losses that are reduced in one way only, whatever the mode says. */
const means: Readonly<Record<string, Normaliser>> = {
  geo_mean: seqMeanTokenMean,
  gspo: verlSeqMeanTokenMean,
  sapo: verlSeqMeanTokenMean,
};

export function verlPolicyLossesHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_log_prob } = golden as Case;
  const { loss_mode: mode, loss_agg_mode } = options;
  const [objective, estimator, logRatioBound] = losses[mode]!(options);
  const oldLogProb = flatten(inputs.old_log_prob);
  const isWeights = inputs.rollout_is_weights;
  const batch: TokenBatch = {
    rowOffsets: offsetsOf(inputs.log_prob),
    logProb: flatten(inputs.log_prob),
    oldLogProb,
    refLogProb: oldLogProb,
    tokenAdvantages: flatten(inputs.advantages),
    responseMask: flattenMask(inputs.response_mask),
    ...(isWeights && { tokenWeights: flatten(isWeights) }),
  };
  const mean = means[mode];
  const normaliser = mean ?? verlNormaliser(loss_agg_mode, inputs.log_prob[0]!.length);
  const ours = composite({ completion: isWeights ? weighted(objective) : objective, normaliser })(batch);
  // a mean over nothing is 0/0 in theirs, but for that over all rows
  const defined = ours.metrics.tokens! > 0 || normaliser === seqMeanTokenMean || normaliser === tokenSum;
  const metrics = metricsOf(ours, batch, estimator, logRatioBound);
  return [
    check('pg_loss', outputs.pg_loss, defined ? ours.loss : Number.NaN),
    ...(defined ? [check('grad_log_prob', grad_log_prob, unflatten(ours.gradLogProb, inputs.log_prob))] : []),
    ...Object.entries(outputs.metrics).map(([name, expected]) =>
      check(name, expected, metrics[name]!, name === 'actor/ppo_kl' ? undefined : float32),
    ),
  ];
}

/** verl's metrics. Its masked mean adds 1e-8 to the count of tokens. */
function metricsOf(
  { metrics: { tokens, clipFraction = 0, dualClipFraction, lowClipFraction } }: LossResult,
  batch: TokenBatch,
  estimator?: Estimator,
  logRatioBound = Number.POSITIVE_INFINITY,
): Record<string, number> {
  const theirs = tokens! / (tokens! + 1e-8);
  // log pi_old - log pi is k1 with the sign turned
  const drift = estimator
    ? composite({ completion: kl(estimator, { logRatioBound }), normaliser: tokenMean })(batch).loss
    : 0;
  return {
    'actor/ppo_kl': theirs * (estimator === 'k1' ? -drift : drift),
    'actor/pg_clipfrac': theirs * clipFraction,
    'actor/pg_clipfrac_lower': theirs * (dualClipFraction ?? lowClipFraction ?? 0),
  };
}

const low = (options: Options): number => options.clip_ratio_low ?? options.clip_ratio;
const high = (options: Options): number => options.clip_ratio_high ?? options.clip_ratio;
const divergence = (options: Options) => ({
  low: low(options),
  high: high(options),
  ratioMax: options.clip_ratio_c ?? 20,
  logRatioBound: bound,
});

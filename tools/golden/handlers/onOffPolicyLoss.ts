/**
 * token_on_off_policy_loss.json, luffy_loss.json: the authors' mixed loss, TRAPO's and the one of LUFFY it grew from, with
 * every reshaping and clip.
 */
import {
  authors,
  belowProbability,
  composite,
  identity,
  type LossResult,
  logarithm,
  type Objective,
  offPolicy,
  plusLogarithm,
  policyGradient,
  power,
  reshapedRatio,
  type Shape,
  saturating,
  sft,
  type TokenBatch,
  tokenMean,
  trustRegion,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, float32, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: Record<'old_log_prob' | 'log_prob' | 'advantages', number[][]> &
    Record<'eos_mask' | 'prefix_mask', number[][]> &
    Partial<Record<'off_advantages' | 'off_loss_mask' | 'target_probs', number[][]>>;
  options: {
    cliprange: number;
    clip_upper_bound: number;
    off_max_clip?: number | null;
    off_min_clip?: number | null;
    all_max_clip?: number | null;
    off_policy_reshape?: string;
    off_policy_reshape_weight?: number;
    off_policy_reshape_pow_exp?: number;
    on_policy_reshape?: string;
    on_policy_reshape_weight?: number;
    on_policy_reshape_pow_exp?: number;
    loss_remove_token_mean?: boolean;
    loss_remove_clip?: boolean;
  };
  outputs: Record<string, number>;
  grad_log_prob: number[][];
}

type Masked = TokenBatch & { [mask in 'responseMask' | 'prefixMask' | 'sftMask']: Uint8Array };

export function onOffPolicyLossHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_log_prob } = golden as Case;
  const batch = toBatch(inputs);
  const [on, off] = [onObjective(options), offObjective(options, inputs.target_probs !== undefined)];
  const normaliser = options.loss_remove_token_mean ? authors(inputs.log_prob[0]!.length) : tokenMean;
  const responseMask = belowProbability(
    batch.logProb,
    batch.responseMask,
    options.all_max_clip ?? Number.POSITIVE_INFINITY,
  );
  const whole = composite({ completion: on, prefix: off, normaliser })({ ...batch, responseMask });
  // a mean over no token is 0/0 in theirs, and so is its gradient; ours are zero
  const defined = options.loss_remove_token_mean || whole.metrics.tokens! > 0;
  return [
    check('pg_loss', outputs.pg_loss!, defined ? whole.loss : Number.NaN),
    ...(defined
      ? [check('grad_log_prob', grad_log_prob, unflatten(whole.gradLogProb, inputs.log_prob))]
      : []),
    ...logged({ ...batch, onAdvantages: flatten(inputs.advantages) }, options, on, off).map(
      ([name, value, tolerance]) => check(name, outputs[name]!, value, tolerance),
    ),
  ];
}

function toBatch(inputs: Case['inputs']): Masked {
  const prefixMask = flattenMask(inputs.prefix_mask);
  const advantages = flatten(inputs.advantages);
  const offAdvantages = inputs.off_advantages ? flatten(inputs.off_advantages) : advantages;
  return {
    rowOffsets: offsetsOf(inputs.log_prob),
    logProb: flatten(inputs.log_prob),
    oldLogProb: flatten(inputs.old_log_prob),
    tokenAdvantages: advantages.map((advantage, t) => (prefixMask[t] ? offAdvantages[t]! : advantage)),
    responseMask: flattenMask(inputs.eos_mask),
    prefixMask,
    sftMask: inputs.off_loss_mask
      ? flattenMask(inputs.off_loss_mask).map((marked, t) => marked * prefixMask[t]!)
      : prefixMask,
    ...(inputs.target_probs && { rolloutLogProb: flatten(inputs.target_probs).map(Math.log) }),
  };
}

function onObjective(options: Case['options']): Objective {
  const { on_policy_reshape: name = 'no_reshape', loss_remove_clip } = options;
  const upper = Math.max(options.clip_upper_bound, 1 + options.cliprange);
  const shapes: Record<string, () => Shape> = {
    no_reshape: () => identity,
    logp: () => logarithm(),
    p_logp: () => plusLogarithm(options.on_policy_reshape_weight),
    square_root: () => power(0.5),
    pow: () => power(options.on_policy_reshape_pow_exp ?? 0.5),
    'p_div_p_0.1': () => saturating(0.1),
    'p_div_p_0.5': () => saturating(0.5),
  };
  if (name === 'no_reshape' && loss_remove_clip) return policyGradient;
  return reshapedRatio(shapes[name]!(), loss_remove_clip ? undefined : [1 - options.cliprange, upper]);
}

function offObjective(options: Case['options'], knownExpert: boolean): Objective {
  const weight = options.off_policy_reshape_weight;
  const shapes: Record<string, () => Shape> = {
    no_reshape: () => identity,
    logp: () => logarithm(weight),
    p_logp: () => plusLogarithm(weight),
    square_root: () => power(0.5),
    pow: () => power(options.off_policy_reshape_pow_exp ?? 0.5),
    'p_div_p_0.1': () => saturating(0.1),
    'p_div_p_0.3': () => saturating(0.3),
    'p_div_p_0.5': () => saturating(0.5),
    clip_low: () => trustRegion(0.1),
    clip_low_and_shift: () => trustRegion(0.1, 0.5),
  };
  return offPolicy({
    // theirs passes over the shape where the expert's probabilities are known
    shape: knownExpert ? identity : shapes[options.off_policy_reshape ?? 'no_reshape']!(),
    max: options.off_max_clip ?? Number.POSITIVE_INFINITY,
    min: options.off_min_clip ?? Number.NEGATIVE_INFINITY,
    knownExpert,
  });
}

/**
 * What the authors log beside the loss: means over its parts. Over no token at all theirs are 0/0 = NaN, and 0 where
 * their code guards it.
 */
function logged(
  batch: Masked & { onAdvantages: Float64Array },
  options: Case['options'],
  on: Objective,
  off: Objective,
): [name: string, value: number, tolerance?: number][] {
  const { responseMask, prefixMask, sftMask } = batch;
  const none = responseMask.map(() => 0);
  const both = (a: Uint8Array, b: Uint8Array) => a.map((value, t) => value & b[t]!);
  const sampled = both(
    responseMask,
    prefixMask.map(given => 1 - given),
  );
  const expert = both(responseMask, prefixMask);
  const trained = both(responseMask, sftMask);
  const mean = (objective: Objective, over: Uint8Array, change: Partial<TokenBatch> = {}): LossResult =>
    composite({ completion: objective, normaliser: tokenMean })({
      ...batch,
      responseMask: over,
      prefixMask: none,
      sftMask: none,
      ...change,
    });
  const orNaN = ({ metrics }: LossResult, value: number) => (metrics.tokens ? value : Number.NaN);
  const probability = (over: Uint8Array, logProb: Float64Array) =>
    composite({ prefix: sft, normaliser: tokenMean })({
      ...batch,
      logProb,
      responseMask: over,
      prefixMask: over,
      sftMask: none,
    }).metrics.expertProbability ?? 0;

  const ofSampled = mean(on, sampled);
  const all = mean(on, responseMask, { tokenAdvantages: batch.onAdvantages });
  const ofTrained = mean(off, trained);
  const ofExpert = mean(off, expert);
  const ones = batch.logProb.map(() => 1);
  const clipShare = (bound: number | null | undefined, share: number | undefined) =>
    bound === null || bound === undefined ? 0 : orNaN(ofExpert, share ?? 0);
  return [
    ['on_pg_loss', orNaN(ofSampled, ofSampled.loss)],
    ['on_pg_clipfrac', options.loss_remove_clip ? 0 : orNaN(all, all.metrics.clipFraction ?? 0), float32],
    ['ppo_kl', orNaN(all, all.metrics.approxKl ?? 0)],
    ['off_pg_loss', ofTrained.loss],
    ['off_pg_clipfrac', 0],
    ['off_ratio_mean', -mean(off, trained, { tokenAdvantages: ones }).loss],
    ['off_ratio_max_clip_frac', clipShare(options.off_max_clip, ofExpert.metrics.maxClipFraction), float32],
    ['off_ratio_min_clip_frac', clipShare(options.off_min_clip, ofExpert.metrics.minClipFraction), float32],
    ['off_policy_prob', probability(expert, batch.logProb)],
    ['on_policy_prob', probability(sampled, batch.oldLogProb!)],
  ];
}

/**
 * token_on_off_policy_loss.json: the authors' mixed loss. Handled are the launched options, which every case that
 * sets them shares whatever its name; the other reshapings are not ours yet.
 */
import {
  composite,
  type LossResult,
  policyGradient,
  preset,
  type TokenBatch,
  tokenMean,
  trsft,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, float32, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: Record<'old_log_prob' | 'log_prob' | 'advantages' | 'off_advantages', number[][]> &
    Record<'eos_mask' | 'prefix_mask' | 'off_loss_mask', number[][]> & { target_probs?: number[][] };
  options: Record<string, unknown>;
  outputs: Record<string, number>;
  grad_log_prob: number[][];
}

const launched: Record<string, unknown> = {
  off_policy_reshape: 'clip_low',
  on_policy_reshape: 'no_reshape',
  off_max_clip: null,
  off_min_clip: null,
  all_max_clip: null,
  loss_remove_token_mean: true,
  loss_remove_clip: true,
};

export function tokenOnOffPolicyLossHandler(golden: unknown): Check[] | undefined {
  const { inputs, options, outputs, grad_log_prob } = golden as Case;
  const isLaunch = Object.entries(launched).every(([key, value]) => options[key] === value);
  const unitOffAdvantages = inputs.off_advantages.flat().every(advantage => advantage === 1);
  if (!isLaunch || !unitOffAdvantages || inputs.target_probs) return undefined;

  const eos = flattenMask(inputs.eos_mask);
  const prefix = flattenMask(inputs.prefix_mask);
  const batch = {
    rowOffsets: offsetsOf(inputs.log_prob),
    logProb: flatten(inputs.log_prob),
    oldLogProb: flatten(inputs.old_log_prob),
    tokenAdvantages: flatten(inputs.advantages),
    responseMask: eos,
    prefixMask: prefix,
    sftMask: flattenMask(inputs.off_loss_mask).map((off, t) => off * prefix[t]!),
  };
  const responseLength = inputs.log_prob[0]!.length;
  const whole = preset('authors-code', { responseLength, entropyCoefficient: 0 })(batch);
  return [
    check('pg_loss', outputs.pg_loss!, whole.loss),
    check('grad_log_prob', grad_log_prob, unflatten(whole.gradLogProb, inputs.log_prob)),
    ...logged(batch).map(([name, value, tolerance]) => check(name, outputs[name]!, value, tolerance)),
  ];
}

type Logged = TokenBatch & { [mask in 'responseMask' | 'prefixMask' | 'sftMask']: Uint8Array };

/**
 * What the authors log beside the loss: means over its parts. Over no token at all theirs are 0/0 = NaN for the
 * policy part and the KL, and 0 where their code guards it.
 */
function logged(batch: Logged): [string, number, number?][] {
  const { responseMask, prefixMask, sftMask } = batch;
  const sampled = responseMask.map((counts, t) => counts * (1 - prefixMask[t]!));
  const every = responseMask.map(() => 1);
  const none = responseMask.map(() => 0);
  const mean = (over: Partial<TokenBatch>): LossResult =>
    composite({ completion: policyGradient, prefix: trsft(0.1, 'surrogate'), normaliser: tokenMean })({
      ...batch,
      ...over,
    });
  const on = mean({ responseMask: sampled, prefixMask: none, sftMask: none });
  const off = mean({ responseMask: responseMask.map((counts, t) => counts * sftMask[t]!) });
  const all = mean({ prefixMask: none, sftMask: none });
  const sampledBefore = mean({ logProb: batch.oldLogProb!, responseMask: sampled, prefixMask: every });
  return [
    ['on_pg_loss', on.metrics.tokens ? on.loss : Number.NaN],
    ['off_pg_loss', off.loss],
    ['off_ratio_mean', off.loss && -off.loss],
    ['ppo_kl', all.metrics.approxKl ?? Number.NaN],
    ['off_policy_prob', mean({}).metrics.expertProbability ?? 0],
    ['on_policy_prob', sampledBefore.metrics.expertProbability ?? 0],
    // nothing clips as launched
    ['on_pg_clipfrac', on.metrics.clipFraction ?? 0, float32],
    ['off_pg_clipfrac', 0, float32],
    ['off_ratio_max_clip_frac', 0, float32],
    ['off_ratio_min_clip_frac', 0, float32],
  ];
}

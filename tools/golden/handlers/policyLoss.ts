/** policy_loss.json: verl's PPO loss with and without its clip, by token mean or constant length. */
import {
  authors,
  composite,
  policyGradient,
  ppoClip,
  tokenMean,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, float32, offsetsOf, unflatten } from '../golden.ts';

interface Case {
  inputs: Record<'old_log_prob' | 'log_prob' | 'advantages' | 'eos_mask', number[][]>;
  options: { cliprange: number; loss_remove_token_mean: boolean; loss_remove_clip: boolean };
  outputs: { pg_loss: number; pg_clipfrac: number; ppo_kl: number };
  grad_log_prob: number[][];
}

export function policyLossHandler(golden: unknown): Check[] {
  const { inputs, options, outputs, grad_log_prob } = golden as Case;
  const clip = ppoClip(options.cliprange);
  const normaliser = options.loss_remove_token_mean ? authors(inputs.log_prob[0]!.length) : tokenMean;
  const batch = {
    rowOffsets: offsetsOf(inputs.log_prob),
    logProb: flatten(inputs.log_prob),
    oldLogProb: flatten(inputs.old_log_prob),
    tokenAdvantages: flatten(inputs.advantages),
    responseMask: flattenMask(inputs.eos_mask),
  };
  const completion = options.loss_remove_clip ? policyGradient : clip;
  const { loss, gradLogProb, metrics } = composite({ completion, normaliser })(batch);
  // theirs compares with the loss after the clip's max: 0 with the clip on, what would be clipped with it off
  const clipped = composite({ completion: clip, normaliser })(batch).metrics.clipFraction ?? 0;
  const clipFraction = options.loss_remove_clip ? clipped : 0;
  // theirs is 0/0 where nothing is unmasked, except for a sum over a constant
  const mean = (value: number) => (metrics.tokens ? value : Number.NaN);
  return [
    check('pg_loss', outputs.pg_loss, options.loss_remove_token_mean ? loss : mean(loss)),
    // where theirs is 0/0 its gradient is no number either, and ours is zero
    ...(Number.isFinite(Number(outputs.pg_loss))
      ? [check('grad_log_prob', grad_log_prob, unflatten(gradLogProb, inputs.log_prob))]
      : []),
    check('pg_clipfrac', outputs.pg_clipfrac, mean(clipFraction), float32),
    check('ppo_kl', outputs.ppo_kl, mean(metrics.approxKl ?? 0)),
  ];
}

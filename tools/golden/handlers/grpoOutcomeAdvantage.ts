/** grpo_outcome_advantage.json and its split form, where only on-policy rows set the baseline. */
import { drGrpo, grpo } from '../../../packages/losses/src/index.ts';
import { type Check, check } from '../golden.ts';

interface Case {
  inputs: {
    token_level_rewards: number[][];
    eos_mask: number[][];
    index: string[];
    on_policy_mask?: number[];
  };
  options: { epsilon: number; use_std: boolean };
  outputs: { advantages: number[][]; returns: number[][] };
}

export function grpoOutcomeAdvantageHandler(golden: unknown): Check[] {
  const { inputs, options, outputs } = golden as Case;
  const rewards = inputs.token_level_rewards.map(row => row.reduce((sum, reward) => sum + reward, 0));
  const baseline = inputs.on_policy_mask ? { baseline: Uint8Array.from(inputs.on_policy_mask) } : {};
  const perRow = options.use_std
    ? grpo(rewards, inputs.index, { ...baseline, epsilon: options.epsilon })
    : drGrpo(rewards, inputs.index, baseline);
  const received = inputs.eos_mask.map((mask, row) => mask.map(counts => counts * perRow[row]!));
  return [
    check('advantages', outputs.advantages, received),
    check('returns', outputs.returns, received), // verl returns the same tensor twice
  ];
}

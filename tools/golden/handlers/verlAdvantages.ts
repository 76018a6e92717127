/** verl_advantages.json: every estimator of verl's registry that has one number per row or token. */
import {
  drGrpo,
  gpg,
  grpo,
  opo,
  passAtK,
  reinforcePlusPlus,
  reinforcePlusPlusBaseline,
  remax,
  rloo,
} from '../../../packages/losses/src/index.ts';
import {
  type Check,
  check,
  flatten,
  flattenMask,
  float32,
  offsetsOf,
  onlyUnmasked,
  unflatten,
} from '../golden.ts';

interface Case {
  inputs: {
    token_level_rewards: number[][];
    response_mask: number[][];
    index: string[];
    reward_baselines: number[];
  };
  options: { estimator: string; gamma: number; norm_adv_by_std: boolean };
  outputs: { advantages: number[][]; returns: number[][] };
}

interface Result {
  advantages: ArrayLike<number>;
  returns: ArrayLike<number>;
  tolerance?: number;
}

/** verl divides its means by the count + 1e-8. */
const whitening = { countEpsilon: 1e-8 };

export function verlAdvantagesHandler(golden: unknown): Check[] | undefined {
  const { inputs, options, outputs } = golden as Case;
  const result = estimators(inputs, options)[options.estimator]?.();
  if (!result) return undefined;
  const rows = (values: ArrayLike<number>) => unflatten(values, inputs.response_mask);
  // remax leaves values at masked tokens inside rows, which nothing reads
  const expected = (dense: number[][]) => onlyUnmasked(dense, inputs.response_mask);
  return [
    check('advantages', expected(outputs.advantages), rows(result.advantages), result.tolerance),
    check('returns', expected(outputs.returns), rows(result.returns), result.tolerance),
  ];
}

function estimators(inputs: Case['inputs'], options: Case['options']): Record<string, () => Result> {
  const { index, response_mask } = inputs;
  const rewards = inputs.token_level_rewards.map(row => row.reduce((sum, reward) => sum + reward, 0));
  const tokens = {
    rowOffsets: offsetsOf(response_mask),
    responseMask: flattenMask(response_mask),
    rewards: flatten(inputs.token_level_rewards),
  };
  const once = (advantages: ArrayLike<number>, tolerance?: number): Result => ({
    advantages,
    returns: advantages, // verl returns the same tensor twice
    ...(tolerance ? { tolerance } : {}),
  });
  const spread = (perRow: Float64Array, tolerance?: number) =>
    once(
      response_mask.flatMap((row, i) => row.map(counts => counts * perRow[i]!)),
      tolerance,
    );
  const group = () => (options.norm_adv_by_std ? grpo(rewards, index) : drGrpo(rewards, index));
  const lengths = response_mask.map(row => row.reduce((sum, counts) => sum + counts, 0));
  return {
    grpo: () => spread(group()),
    grpo_vectorized: () => spread(group(), float32), // its statistics are float32
    rloo: () => spread(rloo(rewards, index)),
    rloo_vectorized: () => spread(rloo(rewards, index, { lone: 'zero' })),
    opo: () => spread(opo(rewards, index, lengths)),
    gpg: () => spread(gpg(rewards, index), float32), // its factor is float32
    grpo_passk: () => spread(passAtK(rewards, index, { std: options.norm_adv_by_std })),
    remax: () => remax(tokens, inputs.reward_baselines),
    reinforce_plus_plus: () => reinforcePlusPlus(tokens, { gamma: options.gamma, ...whitening }),
    reinforce_plus_plus_baseline: () => once(reinforcePlusPlusBaseline(rewards, index, tokens, whitening)),
  };
}

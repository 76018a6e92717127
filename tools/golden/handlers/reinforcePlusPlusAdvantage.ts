/** reinforce_plus_plus_advantage.json: the copy in TRAPO's code, where masked tokens reset the return. */
import { reinforcePlusPlus } from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, onlyUnmasked, unflatten } from '../golden.ts';

interface Case {
  inputs: { token_level_rewards: number[][]; eos_mask: number[][] };
  options: { gamma: number };
  outputs: { advantages: number[][]; returns: number[][] };
}

export function reinforcePlusPlusAdvantageHandler(golden: unknown): Check[] {
  const { inputs, options, outputs } = golden as Case;
  const { advantages, returns } = reinforcePlusPlus(
    {
      rowOffsets: offsetsOf(inputs.eos_mask),
      responseMask: flattenMask(inputs.eos_mask),
      rewards: flatten(inputs.token_level_rewards),
    },
    { gamma: options.gamma, maskedSpans: 'reset' },
  );
  return [
    check('advantages', outputs.advantages, unflatten(advantages, inputs.eos_mask)),
    // theirs go on at masked tokens, which nothing reads
    check('returns', onlyUnmasked(outputs.returns, inputs.eos_mask), unflatten(returns, inputs.eos_mask)),
  ];
}

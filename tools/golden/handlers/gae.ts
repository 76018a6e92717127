/** gae.json: the copy in TRAPO's code, which reads masked tokens and then whitens over the others. */
import { gae } from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, onlyUnmasked, unflatten } from '../golden.ts';

interface Case {
  inputs: { token_level_rewards: number[][]; values: number[][]; eos_mask: number[][] };
  options: { gamma: number; lam: number };
  outputs: { advantages: number[][]; returns: number[][] };
}

export function gaeHandler(golden: unknown): Check[] {
  const { inputs, options, outputs } = golden as Case;
  const mask = inputs.eos_mask;
  const tokens = {
    rowOffsets: offsetsOf(mask),
    responseMask: flattenMask(mask),
    rewards: flatten(inputs.token_level_rewards),
  };
  const { advantages, returns } = gae(tokens, flatten(inputs.values), {
    gamma: options.gamma,
    lambda: options.lam,
    maskedTokens: 'read',
  });
  // theirs have values at masked tokens too, which nothing reads; ours are 0 there
  return [
    check('advantages', onlyUnmasked(outputs.advantages, mask), unflatten(advantages, mask)),
    check('returns', onlyUnmasked(outputs.returns, mask), unflatten(returns, mask)),
  ];
}

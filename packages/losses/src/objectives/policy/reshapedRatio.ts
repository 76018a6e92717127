/**
 * The policy gradient with a shape of the importance ratio in the ratio's place, clipped or not.
 *
 *     l = -A f, or max(-A f, -A clip(f, low, high))        dl/dlog p = -A f', or 0 where clipped
 *
 * `on_policy_reshape` in the code of LUFFY and TRAPO, whose upper bound is max(clip_upper_bound, 1 + cliprange).
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';
import type { Shape } from '../expert/shapes.ts';

/**
 * @param clip bounds of f itself, e.g. [0.8, 1.2]. Default: none.
 * @throws when the bounds are in the wrong order.
 */
export function reshapedRatio(
  shape: Shape,
  clip: readonly [low: number, high: number] = [-Infinity, Infinity],
): TokenwiseObjective {
  const [low, high] = clip;
  if (!(low <= high)) {
    throw new Error(`reshapedRatio clips to [low, high], e.g. [0.8, 1.2]; received [${low}, ${high}].`);
  }
  const shaped = { value: 0.5, slope: 0.5 };
  return tokenwise(
    `reshapedRatio(${shape.name}, [${low}, ${high}])`,
    token => {
      const { advantage } = token;
      shape.at(token.logRatio, token.oldLogProb, shaped);
      const { value } = shaped;
      const clipped = (advantage > 0 && value > high) || (advantage < 0 && value < low);
      const taken = clipped ? (advantage > 0 ? high : low) : value;
      token.loss = advantage === 0 ? 0 : -advantage * taken;
      token.gradient = clipped || advantage === 0 ? 0 : -advantage * shaped.slope;
      token.flags = clipped ? 1 : 0;
    },
    { reads: ['advantages', 'oldLogProb'], measures: ['clipFraction'] },
  );
}

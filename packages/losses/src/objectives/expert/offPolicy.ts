/**
 * Off-policy policy gradient on expert tokens: an importance ratio to the expert, shaped and clipped.
 *
 *     l = -A clip(f, min, max)        dl/dlog p = -A f', or 0 where clipped
 *
 * f is a shape of p where the expert counts as sure (pi_expert = 1), of p / (q + 1e-6) where its probability q is known.
 * Without shape or clip, l = -A p: tokens that the model finds unlikely barely learn, which is why LUFFY shapes. The
 * off-policy part of `compute_token_on_off_policy_loss` in the code of LUFFY and TRAPO.
 */
import { type TokenwiseObjective, tokenwise } from '../../tokenwise.ts';
import { identity, type Shape } from './shapes.ts';

export interface OffPolicyOptions {
  readonly shape?: Shape;
  /** Bounds of the shaped ratio [off_min_clip, off_max_clip]. Default: none. */
  readonly min?: number;
  readonly max?: number;
  /** Take the expert's probability from the batch's rolloutLogProb [target_probs] instead of 1. Default false. */
  readonly knownExpert?: boolean;
}

/** @throws when min exceeds max, or a shape other than `identity` meets a known expert (the source has none). */
export function offPolicy(options: OffPolicyOptions = {}): TokenwiseObjective {
  const { shape = identity, min = -Infinity, max = Infinity, knownExpert = false } = options;
  if (!(min <= max)) {
    throw new Error(`offPolicy clips to [min, max], e.g. { min: 0.1, max: 1 }; received [${min}, ${max}].`);
  }
  if (knownExpert && shape !== identity) {
    throw new Error(
      `Shapes are made for an expert that counts as sure: leave out knownExpert or the shape; received ${shape.name}.`,
    );
  }
  const shaped = { value: 0.5, slope: 0.5 };
  const details = [shape.name, `[${min}, ${max}]`, ...(knownExpert ? ['knownExpert'] : [])];
  return tokenwise(
    `offPolicy(${details.join(', ')})`,
    token => {
      const behaviour = knownExpert ? Math.log(Math.exp(token.rolloutLogProb) + 1e-6) : 0;
      shape.at(token.logProb - behaviour, behaviour, shaped);
      const clipped = Math.max(Math.min(shaped.value, max), min);
      const { advantage } = token;
      token.loss = advantage === 0 ? 0 : -advantage * clipped;
      token.gradient = clipped === shaped.value && advantage !== 0 ? -advantage * shaped.slope : 0;
      token.flags = (clipped === max ? 1 : 0) | (clipped === min ? 2 : 0);
    },
    {
      reads: ['advantages', ...(knownExpert ? (['rolloutLogProb'] as const) : [])],
      measures: ['maxClipFraction', 'minClipFraction'],
    },
  );
}

/**
 * The weight of a KL penalty, steered so that the KL to the reference stays near a target.
 *
 *     coefficient <- coefficient * (1 + clip(KL / target - 1, -0.2, 0.2) * steps / horizon)
 *
 * arXiv 1909.08593, section 2.2; verl `AdaptiveKLController`.
 */
export interface AdaptiveKlOptions {
  /** The KL to stay near, in nats. */
  target: number;
  /** Samples over which an error of 20% moves the coefficient by 20%. */
  horizon: number;
}

/**
 * The coefficient after a step.
 * @param coefficient the one used in it.
 * @param kl KL to the reference that was measured in it, in nats.
 * @param samples how many samples it took.
 * @throws when target or horizon is not positive, or a number is not finite.
 */
export function adaptiveKl(
  coefficient: number,
  kl: number,
  samples: number,
  { target, horizon }: AdaptiveKlOptions,
): number {
  if (!(target > 0 && horizon > 0)) {
    throw new Error(
      `adaptiveKl needs a positive target in nats and a positive horizon in samples, e.g. { target: 6, horizon: 10000 }; ` +
        `received target ${target}, horizon ${horizon}.`,
    );
  }
  const error = Math.min(0.2, Math.max(-0.2, kl / target - 1));
  const next = coefficient * (1 + (error * samples) / horizon);
  if (!Number.isFinite(next)) {
    throw new Error(
      `adaptiveKl needs finite numbers, e.g. adaptiveKl(0.2, 5.1, 256, { target: 6, horizon: 10000 }); received ` +
        `coefficient ${coefficient}, kl ${kl}, samples ${samples}.`,
    );
  }
  return next;
}

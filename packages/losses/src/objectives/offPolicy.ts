/**
 * Off-policy policy gradient on expert tokens, without shaping: importance ratio to an expert taken as sure.
 *
 *     l = -A p / 1        dl/dlog p = -A p
 *
 * LUFFY's `no_reshape`. Tokens the model finds unlikely barely learn, which is why LUFFY shapes.
 */
import { type Objective, tokenwise } from '../objective.ts';

const loss = (logProb: number, advantage: number): number => -advantage * Math.exp(logProb);

export const offPolicy: Objective = tokenwise({
  name: 'offPolicy',
  usesAdvantages: true,
  loss,
  gradient: loss,
});

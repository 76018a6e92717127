/**
 * Supervised fine-tuning: cross-entropy on the expert's tokens.
 *
 *     l = -log p        dl/dlog p = -1
 *
 * Every token pulls alike, however unlikely: a token of probability 1e-6 moves p a million times harder (1/p) than
 * a sure one. That is what TrSFT bounds.
 */
import { type Objective, tokenwise } from '../objective.ts';

export const sft: Objective = tokenwise({ name: 'sft', loss: logProb => -logProb, gradient: () => -1 });

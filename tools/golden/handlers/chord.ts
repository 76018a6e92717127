/** chord.json: CHORD's weights of tokens (phi, and the token's probability, which is DFT) and of imitation (mu). */
import {
  chordMu,
  chordPhi,
  composite,
  dft,
  type Objective,
  seqMeanTokenMean,
  tokenMean,
} from '../../../packages/losses/src/index.ts';
import { type Check, check, flatten, flattenMask, offsetsOf, unflatten } from '../golden.ts';

interface MuCase {
  kind: 'mu';
  inputs: Record<'step' | 'warmup' | 'decay' | 'peak' | 'valley', number>;
  outputs: { mu: number };
}

interface LossCase {
  kind: string;
  inputs: Record<'logprob' | 'action_mask', number[][]>;
  options: { use_token_level_loss: boolean; cutoff_prob?: number };
  outputs: { loss: number };
  grad_logprob: number[][];
}

export function chordHandler(golden: unknown): Check[] {
  const { kind } = golden as MuCase | LossCase;
  return kind === 'mu' ? mu(golden as MuCase) : loss(golden as LossCase);
}

function mu({ inputs: { step, ...options }, outputs }: MuCase): Check[] {
  return [check('mu', outputs.mu, chordMu(step, options))];
}

function loss({ kind, inputs, options, outputs, grad_logprob }: LossCase): Check[] {
  const objective: Objective = kind.startsWith('sft_phi') ? chordPhi(options.cutoff_prob) : dft;
  const mask = flattenMask(inputs.action_mask);
  const ours = composite({
    terms: [{ on: 'response', objective }],
    normaliser: options.use_token_level_loss ? tokenMean : seqMeanTokenMean,
  })({ rowOffsets: offsetsOf(inputs.logprob), logProb: flatten(inputs.logprob), responseMask: mask });
  return [
    // the value as the source has it, which `reported` replaces in the metrics only
    check('loss', outputs.loss, ours.loss),
    check('grad_logprob', grad_logprob, unflatten(ours.gradLogProb, inputs.logprob)),
  ];
}

/**
 * Whole losses by name, so that options that belong together can't drift apart.
 *
 * `trapo` is the paper's (arXiv 2512.17636), `authors-code` what its launch script runs; docs/paper.md has the
 * differences. An option that a preset would ignore is refused.
 */
import { composite, type Loss, type TermParts } from './composite.ts';
import {
  authors,
  constantLength,
  type Normaliser,
  seqMeanTokenMean,
  seqMeanTokenSum,
  tokenMean,
} from './normalisers.ts';
import { luffyShaping } from './objectives/expert/luffyShaping.ts';
import { offPolicy } from './objectives/expert/offPolicy.ts';
import { cispo } from './objectives/policy/cispo.ts';
import { gspo } from './objectives/policy/gspo.ts';
import { policyGradient } from './objectives/policy/policyGradient.ts';
import { ppoClip } from './objectives/policy/ppoClip.ts';
import { sapo } from './objectives/policy/sapo.ts';
import { vespo } from './objectives/policy/vespo.ts';
import { kl } from './objectives/regularisers/kl.ts';
import { chordPhi } from './objectives/supervised/chordPhi.ts';
import { dft } from './objectives/supervised/dft.ts';
import { sft } from './objectives/supervised/sft.ts';
import { srftDemonstrations, srftRollouts } from './objectives/supervised/srft.ts';
import { trsft } from './objectives/supervised/trsft.ts';
import type { Term } from './terms.ts';

export interface PresetOptions {
  /** The maximal response length in tokens, by which sums are divided where the table says so. */
  responseLength: number;
  /** TrSFT's trust region; only `trapo` takes it. Default 0.1. */
  alpha?: number | undefined;
  /** Weight of imitation; only `chord` (default 0.1) and `uft` (default 0.001) take it. */
  mu?: number | undefined;
  /** Weight of the k3 penalty to refLogProb; only those of the GRPO family take it. Default 0: none. */
  beta?: number | undefined;
  /** Weight of the entropy bonus; default 0.001 for `authors-code`, `luffy`, `relift` and `uft`, else 0. */
  entropyCoefficient?: number | undefined;
}

export type PresetName =
  | 'trapo'
  | 'authors-code'
  | 'plain-sft-prefix'
  | 'grpo'
  | 'dr-grpo'
  | 'dapo'
  | 'gspo'
  | 'luspo'
  | 'cispo'
  | 'sapo'
  | 'vespo'
  | 'luffy'
  | 'chord'
  | 'uft'
  | 'srft'
  | 'prefix-rft'
  | 'relift'
  | 'sft'
  | 'dft';

interface Recipe {
  /** The options it reads beyond responseLength and entropyCoefficient. */
  readonly takes?: readonly ('alpha' | 'mu' | 'beta')[];
  readonly entropyCoefficient?: number;
  parts(options: PresetOptions): Omit<TermParts, 'entropyCoefficient'>;
}

const onPolicy = { on: 'completion', objective: policyGradient } as const;
const onSft = (objective: Term['objective'], more: Partial<Term> = {}): Term => ({
  on: 'sft',
  objective,
  ...more,
});

/** A policy objective on completions under one normaliser, with GRPO's penalty where beta asks for it. */
function policyOnly(
  objective: Term['objective'],
  normaliser: (responseLength: number) => Normaliser,
): Recipe {
  return {
    takes: ['beta'],
    parts: ({ responseLength, beta = 0 }) => ({
      terms: [
        { on: 'completion', objective },
        ...(beta ? [{ on: 'completion', objective: kl('k3'), weight: beta, name: 'kl' } as const] : []),
      ],
      normaliser: normaliser(responseLength),
    }),
  };
}

const drGrpo = policyOnly(ppoClip(0.2), constantLength);

const recipes: Readonly<Record<PresetName, Recipe>> = {
  /** Policy gradient on completions, TrSFT on the chosen prefixes, 1 : 1; sums over B * responseLength. */
  trapo: {
    takes: ['alpha'],
    parts: ({ responseLength, alpha = 0.1 }) => ({
      terms: [onPolicy, onSft(trsft(alpha))],
      normaliser: constantLength(responseLength),
    }),
  },
  /** The launch script's: the surrogate value, alpha 0.1 a constant, not divided by the number of rows. */
  'authors-code': {
    entropyCoefficient: 0.001,
    parts: ({ responseLength }) => ({
      terms: [onPolicy, onSft(trsft(0.1, 'surrogate'))],
      normaliser: authors(responseLength),
    }),
  },
  /** TRAPO with alpha = 0, the ablation that collapses in the paper's Table 2. */
  'plain-sft-prefix': {
    parts: ({ responseLength }) => ({
      terms: [onPolicy, onSft(trsft(0))],
      normaliser: constantLength(responseLength),
    }),
  },
  /** PPO's clip on completions, each row its own mean, as in the paper (arXiv 2402.03300, there with beta 0.04). */
  grpo: policyOnly(ppoClip(0.2), () => seqMeanTokenMean),
  /** The same in Dr.GRPO's length-unbiased form (arXiv 2503.20783), as TRAPO's baseline is. */
  'dr-grpo': drGrpo,
  /** DAPO (arXiv 2503.14476): clip-higher, the mean over all tokens. */
  dapo: policyOnly(ppoClip(0.2, 0.28), () => tokenMean),
  gspo: policyOnly(gspo(3e-4, 4e-4), () => seqMeanTokenMean),
  luspo: policyOnly(gspo(3e-4, 4e-4), () => seqMeanTokenSum),
  cispo: policyOnly(cispo(5), () => tokenMean),
  sapo: policyOnly(sapo(), () => seqMeanTokenMean),
  vespo: policyOnly(vespo(), () => tokenMean),
  /** LUFFY's launch script: shaped, advantage-weighted expert tokens beside an unclipped policy gradient. */
  luffy: {
    entropyCoefficient: 0.001,
    parts: ({ responseLength }) => ({
      terms: [onPolicy, onSft(luffyShaping(0.1))],
      normaliser: authors(responseLength),
    }),
  },
  /** (1 - mu) GRPO + mu SFT-phi, each the mean over its own tokens; `chordMu` gives the mu of a step. */
  chord: {
    takes: ['mu'],
    parts: ({ mu = 0.1 }) => ({
      terms: [
        { on: 'completion', objective: ppoClip(0.2), weight: 1 - mu, normaliser: tokenMean },
        onSft(chordPhi(), { weight: mu, normaliser: tokenMean }),
      ],
      normaliser: tokenMean,
    }),
  },
  /** PPO's clip on completions, and the mean of SFT over the hint's tokens at a small weight (arXiv 2505.16984). */
  uft: {
    takes: ['mu'],
    entropyCoefficient: 0.001,
    parts: ({ mu = 0.001 }) => ({
      terms: [
        { on: 'completion', objective: ppoClip(0.2), normaliser: tokenMean },
        onSft(sft, { weight: mu, normaliser: tokenMean }),
      ],
      normaliser: tokenMean,
    }),
  },
  /** Entropy-weighted SFT and an off-policy gradient on demonstrations, entropy-weighted terms on rollouts. */
  srft: {
    parts: () => ({
      terms: [
        { on: 'completion', objective: srftRollouts(), normaliser: tokenMean },
        onSft(srftDemonstrations(), { normaliser: tokenMean }),
        onSft(offPolicy(), { normaliser: tokenMean, name: 'demonstrationPolicyLoss' }),
      ],
      normaliser: tokenMean,
    }),
  },
  /** PPO's clip on continuation and prefix alike; narrow sftMask by `topEntropy(entropy, prefixMask, 0.2)`. */
  'prefix-rft': {
    parts: ({ responseLength }) => ({
      terms: [{ on: 'completion', objective: ppoClip(0.2) }, onSft(ppoClip(0.2))],
      normaliser: constantLength(responseLength),
    }),
  },
  /** Rollouts by policy gradient, and in the steps that `reliftBuffer` says the mean of SFT over demonstrations. */
  relift: {
    entropyCoefficient: 0.001,
    parts: ({ responseLength }) => ({
      terms: [onPolicy, onSft(sft, { normaliser: tokenMean })],
      normaliser: authors(responseLength),
    }),
  },
  /** Cross-entropy, the mean over all response tokens: mark whole expert answers in prefixMask and sftMask. */
  sft: { parts: () => ({ terms: [onSft(sft)], normaliser: tokenMean }) },
  /** The same with each token weighed by its probability. */
  dft: { parts: () => ({ terms: [onSft(dft)], normaliser: tokenMean }) },
};

export const presetNames: readonly PresetName[] = Object.keys(recipes) as PresetName[];

/** @throws when the name is unknown, or an option is given to a preset that would ignore it. */
export function preset(name: PresetName, options: PresetOptions): Loss {
  if (!Object.hasOwn(recipes, name)) {
    throw new Error(`There is no loss preset '${name}': choose one of ${presetNames.join(', ')}.`);
  }
  const recipe = recipes[name];
  for (const option of ['alpha', 'mu', 'beta'] as const) {
    if (options[option] !== undefined && !recipe.takes?.includes(option)) {
      const takers = presetNames.filter(other => recipes[other].takes?.includes(option));
      throw new Error(
        `The preset '${name}' takes no ${option} (received ${options[option]}): it is for ${takers.join(', ')}.`,
      );
    }
  }
  const { entropyCoefficient = recipe.entropyCoefficient } = options;
  return composite({ ...recipe.parts(options), entropyCoefficient });
}

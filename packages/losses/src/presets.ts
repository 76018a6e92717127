/**
 * Whole losses by name, so that options that belong together can't drift apart.
 *
 * `trapo` is the paper's (arXiv 2512.17636), `authors-code` what its launch script runs; docs/paper.md has the
 * differences. All average over a constant response length, so only `responseLength` must be known.
 */
import { composite, type Loss } from './composite.ts';
import { authors, constantLength, tokenMean } from './normalisers.ts';
import { luffyShaping } from './objectives/expert/luffyShaping.ts';
import { policyGradient } from './objectives/policy/policyGradient.ts';
import { ppoClip } from './objectives/policy/ppoClip.ts';
import { sft } from './objectives/supervised/sft.ts';
import { trsft } from './objectives/supervised/trsft.ts';

export interface PresetOptions {
  /** The maximal response length in tokens, by which sums are divided. */
  responseLength: number;
  /** TrSFT's trust region; only `trapo` takes it. Default 0.1. */
  alpha?: number;
  /** Weight of the entropy bonus; default 0.001 for `authors-code` and `luffy`, else 0. */
  entropyCoefficient?: number;
}

export type PresetName = 'trapo' | 'authors-code' | 'grpo' | 'luffy' | 'sft' | 'plain-sft-prefix';

const recipes: Record<PresetName, (options: PresetOptions) => Loss> = {
  /** Policy gradient on completions, TrSFT on the chosen prefixes, 1 : 1; sums over B * responseLength. */
  trapo: ({ responseLength, alpha = 0.1, entropyCoefficient = 0 }) =>
    composite({
      completion: policyGradient,
      prefix: trsft(alpha),
      normaliser: constantLength(responseLength),
      entropyCoefficient,
    }),
  /** The launch script's: the surrogate value, alpha 0.1 a constant, not divided by the number of rows. */
  'authors-code': ({ responseLength, entropyCoefficient = 0.001 }) =>
    composite({
      completion: policyGradient,
      prefix: trsft(0.1, 'surrogate'),
      normaliser: authors(responseLength),
      entropyCoefficient,
    }),
  /** PPO's clip on completions, nothing on prefixes: GRPO in Dr.GRPO's length-unbiased form. */
  grpo: ({ responseLength, entropyCoefficient = 0 }) =>
    composite({ completion: ppoClip(0.2), normaliser: constantLength(responseLength), entropyCoefficient }),
  /** LUFFY's launch script: shaped, advantage-weighted expert tokens beside an unclipped policy gradient. */
  luffy: ({ responseLength, entropyCoefficient = 0.001 }) =>
    composite({
      completion: policyGradient,
      prefix: luffyShaping(0.1),
      normaliser: authors(responseLength),
      entropyCoefficient,
    }),
  /** Cross-entropy, the mean over all response tokens: mark whole expert answers in prefixMask and sftMask. */
  sft: ({ entropyCoefficient = 0 }) => composite({ prefix: sft, normaliser: tokenMean, entropyCoefficient }),
  /** TRAPO with alpha = 0, the ablation that collapses in the paper's Table 2. */
  'plain-sft-prefix': ({ responseLength, entropyCoefficient = 0 }) =>
    composite({
      completion: policyGradient,
      prefix: trsft(0),
      normaliser: constantLength(responseLength),
      entropyCoefficient,
    }),
};

export const presetNames: readonly PresetName[] = Object.keys(recipes) as PresetName[];

/** @throws when the name is unknown, or alpha is given to a preset that has no trust region to set. */
export function preset(name: PresetName, options: PresetOptions): Loss {
  if (!Object.hasOwn(recipes, name)) {
    throw new Error(`There is no loss preset '${name}': choose one of ${presetNames.join(', ')}.`);
  }
  if (options.alpha !== undefined && name !== 'trapo') {
    throw new Error(
      `The preset '${name}' takes no alpha (received ${options.alpha}): use preset('trapo', { alpha, ... }).`,
    );
  }
  return recipes[name](options);
}

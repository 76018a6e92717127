export { type AdaptiveKlOptions, adaptiveKl } from './advantages/adaptiveKl.ts';
export { drGrpo } from './advantages/drGrpo.ts';
export { dynamicSampling } from './advantages/dynamicSampling.ts';
export { type GaeOptions, gae } from './advantages/gae.ts';
export { gpg } from './advantages/gpg.ts';
export type { Groups } from './advantages/groups.ts';
export { type GrpoOptions, type GrpoScale, grpo } from './advantages/grpo.ts';
export { opo } from './advantages/opo.ts';
export { type OverlongOptions, overlongFilter, overlongPenalty } from './advantages/overlong.ts';
export { type PassAtKOptions, passAtK } from './advantages/passAtK.ts';
export { type ReinforcePlusPlusOptions, reinforcePlusPlus } from './advantages/reinforcePlusPlus.ts';
export { reinforcePlusPlusBaseline } from './advantages/reinforcePlusPlusBaseline.ts';
export { remax } from './advantages/remax.ts';
export { type RlooOptions, rloo } from './advantages/rloo.ts';
export {
  lastTokenRewards,
  type ResponseTokens,
  type TokenAdvantages,
  type TokenRewards,
} from './advantages/tokenRewards.ts';
export { maskedMean, maskedVariance, type WhitenOptions, whiten } from './advantages/whiten.ts';
export { type CompositeParts, composite, type Loss, type LossResult } from './composite.ts';
export {
  type LabelledLogits,
  type TokenGradients,
  type TokenStats,
  tokenStats,
  tokenStatsGradient,
} from './logits/tokenStats.ts';
export {
  authors,
  constantLength,
  type Normaliser,
  seqMeanTokenMean,
  seqMeanTokenSum,
  tokenMean,
} from './normalisers.ts';
export {
  type Objective,
  type ObjectiveTokens,
  type TokenFunction,
  type TokenwiseDefinition,
  tokenwise,
} from './objective.ts';
export { dft } from './objectives/dft.ts';
export { luffyShaping } from './objectives/luffyShaping.ts';
export { offPolicy } from './objectives/offPolicy.ts';
export { policyGradient } from './objectives/policyGradient.ts';
export { ppoClip } from './objectives/ppoClip.ts';
export { sft } from './objectives/sft.ts';
export { type TrsftForm, trsft } from './objectives/trsft.ts';
export { type PresetName, type PresetOptions, preset, presetNames } from './presets.ts';
export type { Numbers, TokenBatch, TokenMasks } from './tokens.ts';
export { type Window, windowOf } from './window.ts';

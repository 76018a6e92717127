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
export {
  type CompositeParts,
  composite,
  type Loss,
  type LossResult,
  type TermParts,
} from './composite.ts';
export {
  type ValueBatch,
  type ValueLossOptions,
  type ValueLossResult,
  valueLoss,
} from './critic/valueLoss.ts';
export {
  type DistillationBatch,
  type DistillationOptions,
  type DistillationResult,
  distillation,
} from './distillation/distillation.ts';
export type { Divergence } from './distillation/divergence.ts';
export { forwardKl } from './distillation/forwardKl.ts';
export { generalisedJsd } from './distillation/generalisedJsd.ts';
export { reverseKl } from './distillation/reverseKl.ts';
export {
  type LabelledLogits,
  type TokenGradients,
  type TokenStats,
  tokenStats,
  tokenStatsGradient,
} from './logits/tokenStats.ts';
export { belowProbability } from './masks/belowProbability.ts';
export { offPolicyRows } from './masks/offPolicyRows.ts';
export { entropyThreshold, topEntropy } from './masks/topEntropy.ts';
export {
  authors,
  type Counts,
  constantLength,
  type Normaliser,
  seqMeanTokenMean,
  seqMeanTokenSum,
  seqMeanTokenSumNorm,
  tokenMean,
  tokenSum,
  verlSeqMeanTokenMean,
  verlSeqMeanTokenSum,
} from './normalisers.ts';
export type { Input, Objective, ObjectiveOutput, ObjectiveTokens } from './objective.ts';
export { luffyShaping } from './objectives/expert/luffyShaping.ts';
export { type OffPolicyOptions, offPolicy } from './objectives/expert/offPolicy.ts';
export {
  identity,
  logarithm,
  plusLogarithm,
  power,
  type Shape,
  type Shaped,
  saturating,
  trustRegion,
} from './objectives/expert/shapes.ts';
export { cispo, cispoSequence, cispoTwoSided } from './objectives/policy/cispo.ts';
export { type ClipCovOptions, clipCov } from './objectives/policy/clipCov.ts';
export { type DppoOptions, dppo } from './objectives/policy/dppo.ts';
export { dro } from './objectives/policy/dro.ts';
export { gmpo } from './objectives/policy/gmpo.ts';
export { gspo, gspoToken } from './objectives/policy/gspo.ts';
export { type KlCovOptions, klCov } from './objectives/policy/klCov.ts';
export { onPolicyDistillation } from './objectives/policy/onPolicyDistillation.ts';
export { policyGradient } from './objectives/policy/policyGradient.ts';
export { type PpoClipOptions, ppoClip } from './objectives/policy/ppoClip.ts';
export { reinforce } from './objectives/policy/reinforce.ts';
export { reshapedRatio } from './objectives/policy/reshapedRatio.ts';
export { type SapoOptions, sapo } from './objectives/policy/sapo.ts';
export { type SequenceLevelOptions, sequenceLevel } from './objectives/policy/sequenceLevel.ts';
export { truncatedImportance } from './objectives/policy/truncatedImportance.ts';
export { type VespoOptions, vespo } from './objectives/policy/vespo.ts';
export { weighted } from './objectives/policy/weighted.ts';
export { entropyBonus } from './objectives/regularisers/entropyBonus.ts';
export { authorsK3, type KlOptions, kl, verlK3 } from './objectives/regularisers/kl.ts';
export type { Estimator } from './objectives/regularisers/klEstimators.ts';
export { ratioCorrected } from './objectives/regularisers/ratioCorrected.ts';
export { chordPhi } from './objectives/supervised/chordPhi.ts';
export { dft } from './objectives/supervised/dft.ts';
export { sft } from './objectives/supervised/sft.ts';
export { srftDemonstrations, srftRollouts } from './objectives/supervised/srft.ts';
export { type TrsftForm, trsft } from './objectives/supervised/trsft.ts';
export { type PresetName, type PresetOptions, preset, presetNames } from './presets.ts';
export { type RowFormula, rowwise } from './rowwise.ts';
export { type ChordMuOptions, chordMu } from './schedules/chordMu.ts';
export {
  type ReliftBuffer,
  type ReliftGroup,
  type ReliftStep,
  recordGroups,
  startReliftBuffer,
} from './schedules/reliftBuffer.ts';
export type { Term } from './terms.ts';
export type { Numbers, Part, TokenBatch, TokenMasks } from './tokens.ts';
export { type Formula, type Token, type TokenwiseObjective, tokenwise } from './tokenwise.ts';
export { type Window, windowOf } from './window.ts';

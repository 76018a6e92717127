export { drGrpo } from './advantages/drGrpo.ts';
export { type GrpoOptions, grpo } from './advantages/grpo.ts';
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

export { checkConfig, type DecoderConfig } from './decoder/config.ts';
export { Decoder } from './decoder/decoder.ts';
export type { Attend, ForwardInputs } from './decoder/forward.ts';
export { parameterShapes } from './decoder/parameters.ts';
export { loadModel, saveModel } from './files/checkpoint.ts';
export {
  readSafetensors,
  SafetensorsError,
  type StoredTensor,
  writeSafetensors,
} from './files/safetensors.ts';
export {
  Learner,
  type LearnerOptions,
  NonFiniteGradientError,
  type Objective,
  type OptimizerState,
  type RowGradients,
  type RowStats,
  type UpdateSettings,
} from './learning/learner.ts';
export type { TokenRow } from './learning/rows.ts';
export { hash, uniform } from './random.ts';
export {
  type Sample,
  type SampleOptions,
  type SampleRequest,
  Sampler,
  type SamplerOptions,
} from './sampling/sampler.ts';
export {
  characterTokenizer,
  loadTokenizer,
  readTokenizer,
  saveTokenizer,
  type Tokenizer,
  type TokenizerFiles,
} from './tokenizer.ts';
